import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { durationMs } from "../../config/duration.ts";
import { markedTexts } from "../../config/marked-texts.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** A probe more often than this measures the prober. */
const minIntervalMs = 10;
const minTimeoutMs = 1;
/** Beyond a day a duration is a slip of units, and far beyond it none that Envoy can be told. */
const maxDurationMs = 24 * 60 * 60 * 1000;

export const durationBoundsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.durationOutOfRange,
    title: "A duration that is too short or too long",
    meaning:
      "A timeout lasts at least a millisecond and the interval of a check at least ten, since nothing is ready in no time. Nothing lasts more than a day: a longer one usually means that the wrong unit was written.",
    wrong: `service "web" {
  port = 8080

  check "tcp" {
    interval = "1ms"
  }
}`,
    right: `service "web" {
  port = 8080

  check "tcp" {
    interval = "10s"
  }
}`,
    wayOut: "Correct the number or its unit: `ms`, `s`, `m` or `h`.",
  },
];

/** What holds for any time, or not at all, when it is zero. */
const mayBeZero: ReadonlySet<string> = new Set(["request_timeout", "idle_timeout", "ttl"]);
/** A cookie may outlast any request by years. */
const mayBeLong: ReadonlySet<string> = new Set(["ttl"]);

/** Timeouts last at least a millisecond and intervals ten, since Envoy and the prober take no zero; none exceeds a day. */
export const durationBounds: GraphCheck = ({ index }) =>
  index.all.flatMap((entry) =>
    markedTexts(entry, "duration").flatMap(({ text, path }) => {
      const name = String(path.at(-1));
      const ms = durationMs(text);
      const minMs = minOf(name, path);
      const maxMs = mayBeLong.has(name) ? Infinity : maxDurationMs;
      // Consul's documents say any time by a negative duration.
      const fits = text.startsWith("-") ? entry.dialect === "consul" : ms >= minMs && ms <= maxMs;
      if (fits) return [];
      return error({
        code: graphCodes.durationOutOfRange,
        summary: `${name} is out of range`,
        detail: `${name} must last at least ${minMs}ms and at most 24h. Correct it.`,
        subject: entry.rangeAt(...path),
      });
    }),
  );

function minOf(name: string, path: readonly (string | number)[]): number {
  if (mayBeZero.has(name)) return 0;
  const isProbed = path.includes("checks") || path.includes("active_health_check");
  return isProbed && name === "interval" ? minIntervalMs : minTimeoutMs;
}
