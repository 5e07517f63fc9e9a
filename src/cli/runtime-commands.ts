/**
 * The commands that run or sign things, which bring gRPC, HTTP and X.509 along, and those that evaluate requests or draw.
 * The build puts them into a file of their own, which is read only when one of them runs: `mesh validate` starts in half
 * the time without it.
 */
export { agent } from "./commands/agent.ts";
export { connectEnvoy } from "./commands/connect-envoy.ts";
export { explain } from "./commands/explain.ts";
export { graph } from "./commands/graph.ts";
export { intentionCheck } from "./commands/intention-check.ts";
export { intentionMatch } from "./commands/intention-match.ts";
export { render } from "./commands/render.ts";
export { show } from "./commands/show.ts";
export { up } from "./commands/up.ts";
