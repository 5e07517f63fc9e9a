/** Structured logging. `fields` are values, never secrets: a token, key or sensitive variable has no place in a log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined | readonly string[]>>;

/** Discards everything: the default where a caller wants no log. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
