/** The command line's one way into the server: everything else reaches it through `client/`. */
export { ServerStartError, startServer } from "../server/start-server.ts";
export type { HttpAccess, RunningServer, ServerOptions } from "../server/start-server.ts";
