import type { Environment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** What every command is given besides its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Environment;
}
