import { ctyString } from "../wire/value/cty-type.ts";
import { isCtyMap } from "../wire/value/cty-value.ts";
import type { CtyMap } from "../wire/value/cty-value.ts";
import { durationMsOf, isDuration } from "./validators/duration.ts";
import { ofType } from "./schema.ts";
import type { Attribute } from "./schema.ts";

export type TimedCall = "create" | "read" | "update" | "delete";

/** How long each call may take, for those that may be said. */
export type TimeoutDefaults = Readonly<Partial<Record<TimedCall, string>>>;

/** The attribute `timeouts`: how long calls may take before they fail. */
export function timeoutsAttribute(defaults: TimeoutDefaults): Attribute {
  const attributes = Object.entries(defaults).map(([call, standard]): readonly [string, Attribute] => [
    call,
    {
      description: `How long ${call} may take, such as \`90s\` or \`5m\`; ${standard} unless given.`,
      presence: "optional",
      shape: ofType(ctyString),
      validators: [isDuration],
    },
  ]);
  return {
    description: "How long operations may take before they fail.",
    presence: "optional",
    shape: { kind: "nested", mode: "single", attributes: Object.fromEntries(attributes) },
  };
}

/** The milliseconds that a call may take. */
export function timeoutMs(object: CtyMap, call: TimedCall, defaults: TimeoutDefaults): number {
  const timeouts = object.get("timeouts");
  const given = isCtyMap(timeouts) ? timeouts.get(call) : undefined;
  const text = typeof given === "string" ? given : (defaults[call] ?? "20m");
  return durationMsOf(text) ?? 0;
}
