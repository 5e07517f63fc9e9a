import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Setting } from "../setting.ts";

/** Finds the place of a part of a setting. */
export type RangeWithin = (...path: readonly (string | number)[]) => SourceRange;

/** One of the places that may give a setting, such as a service's own block or the defaults for all proxies. */
export interface SettingLayer<V extends object> {
  /** Undefined when the place was not written. */
  readonly value: Readonly<V> | undefined;
  /** The place of a field, or of a part within it. */
  readonly rangeAt: RangeWithin;
}

/** The setting from the first layer that gives it, the most precise one first; undefined when none does. */
export function firstSetting<V extends object, K extends keyof V & string>(
  layers: readonly SettingLayer<V>[],
  field: K,
): Setting<NonNullable<V[K]>> | undefined {
  return firstSettingAs(layers, field, (value) => value);
}

/** The same, with the value taken over to what the graph holds. */
export function firstSettingAs<V extends object, K extends keyof V & string, T>(
  layers: readonly SettingLayer<V>[],
  field: K,
  link: (value: NonNullable<V[K]>, rangeWithin: RangeWithin) => T,
): Setting<T> | undefined {
  for (const layer of layers) {
    const value = layer.value?.[field];
    if (value === undefined || value === null) continue;
    const range = layer.rangeAt(field);
    return { value: link(value, (...path) => layer.rangeAt(field, ...path)), range };
  }
  return undefined;
}
