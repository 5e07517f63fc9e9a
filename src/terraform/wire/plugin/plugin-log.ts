import type { LogFields, Logger } from "../../../platform/logger.ts";

/** A log as Terraform reads it from a plugin's standard error: one JSON object a line. */
export function pluginLogger(write: (line: string) => void, nowMs: () => number): Logger {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}): void =>
      write(
        `${JSON.stringify({
          "@level": level,
          "@message": message,
          "@module": "provider",
          "@timestamp": timestamp(nowMs()),
          ...fields,
        })}\n`,
      );
  return { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
}

/** Terraform parses the time with six digits after the second, and takes the line for plain text otherwise. */
function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace("Z", "000Z");
}
