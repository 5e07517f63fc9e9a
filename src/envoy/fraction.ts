import type { FractionalPercent } from "./gen/envoy.type.v3.ts";

/** A percentage to the precision of Envoy's finest denominator, a ten-thousandth of a percent. */
export function fractionOf(percent: number): FractionalPercent {
  return { numerator: Math.round(percent * 10_000), denominator: "MILLION" };
}
