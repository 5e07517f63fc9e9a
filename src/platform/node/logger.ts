import { pino } from "pino";
import type { Logger } from "../logger.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** One line of JSON for each message, on standard error, written before the call returns: a crash loses none. */
export function nodeLogger(level: LogLevel): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}
