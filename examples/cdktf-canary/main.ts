import { App } from "cdktf";
import { CanaryStack } from "./canary-stack.ts";

const app = new App();
new CanaryStack(app, "canary");
app.synth();
