/**
 * The commands that run or sign things. They bring gRPC, HTTP and X.509 along, so the build puts them into a file of
 * their own, which is read only when one of them runs: `mesh validate` starts in half the time without it.
 */
export { agent } from "./commands/agent.ts";
export { connectEnvoy } from "./commands/connect-envoy.ts";
export { render } from "./commands/render.ts";
export { up } from "./commands/up.ts";
