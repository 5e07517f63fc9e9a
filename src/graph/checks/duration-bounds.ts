import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** A probe more often than this measures the prober. */
const minIntervalMs = 10;
const minTimeoutMs = 1;
/** Beyond a day a duration is a slip of units, and far beyond it none that Envoy can be told. */
const maxMs = 24 * 60 * 60 * 1000;

export const durationBoundsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.durationOutOfRange,
    title: "A duration that is too short or too long",
    meaning:
      "A timeout lasts at least a millisecond and the interval of a check at least ten, since nothing is ready in no time. Nothing lasts more than a day: beyond that a unit was mixed up.",
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

/** Timeouts last at least a millisecond and intervals ten, since Envoy and the prober take no zero; none exceeds a day. */
export const durationBounds: GraphCheck = ({ index }) => [
  ...[...index.resolvers.values()].flatMap((entry) =>
    judge(entry, { path: ["connect_timeout"], text: entry.value.connect_timeout, minMs: minTimeoutMs }),
  ),
  ...[...index.services.values()].flatMap((entry) =>
    (entry.value.checks ?? []).flatMap(({ interval, timeout }, position) => [
      ...judge(entry, { path: ["checks", position, "interval"], text: interval, minMs: minIntervalMs }),
      ...judge(entry, { path: ["checks", position, "timeout"], text: timeout, minMs: minTimeoutMs }),
    ]),
  ),
];

interface DurationField {
  readonly path: readonly (string | number)[];
  readonly text: string | undefined;
  readonly minMs: number;
}

function judge(
  entry: EntryOf<"service-resolver"> | EntryOf<"service">,
  { path, text, minMs }: DurationField,
): readonly Diagnostic[] {
  const ms = text === undefined ? undefined : durationMs(text);
  if (ms === undefined || (ms >= minMs && ms <= maxMs)) return [];
  const name = String(path.at(-1));
  return [
    error({
      code: graphCodes.durationOutOfRange,
      summary: `${name} is out of range`,
      detail: `${name} must last at least ${minMs}ms and at most 24h. Correct it.`,
      subject: entry.rangeAt(...path),
    }),
  ];
}
