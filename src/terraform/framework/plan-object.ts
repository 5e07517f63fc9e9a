import { isUnknown, unknown } from "../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../wire/value/cty-value.ts";
import { valuesEqual } from "../wire/value/equal.ts";
import type { AttributePath } from "./attribute-path.ts";
import { mapNested, memberAt, pathOf } from "./nested-objects.ts";
import { objectType, shapeType } from "./schema.ts";
import type { Attributes, Schema } from "./schema.ts";

export interface PlanInput {
  /** Undefined when the object is to be created. */
  readonly prior: CtyMap | undefined;
  /** The configuration laid over the prior state, as Terraform proposes. */
  readonly proposed: CtyMap;
  readonly config: CtyMap;
}

/**
 * What an object will be: defaults stand for what is not given, and what only the provider can say is unknown when
 * anything changes and as before when nothing does.
 */
export function planObject({ attributes }: Schema, { prior, proposed, config }: PlanInput): CtyMap {
  const complete = withDefaults(attributes, proposed, config);
  if (prior && valuesEqual(complete, prior, objectType(attributes))) return prior;
  return withUnknowns(attributes, complete, { config, isNew: !prior });
}

/** The attributes for whose sake the object has to be replaced. */
export function replacedFor(
  { attributes }: Schema,
  { prior, planned }: { readonly prior: CtyMap | undefined; readonly planned: CtyMap },
): readonly AttributePath[] {
  if (!prior) return [];
  return Object.entries(attributes).flatMap(([name, { requiresReplace, shape }]) => {
    if (!requiresReplace) return [];
    const isSame = valuesEqual(planned.get(name) ?? null, prior.get(name) ?? null, shapeType(shape));
    return isSame ? [] : [pathOf([], name)];
  });
}

/** The object without what must never be written down. */
export function withoutWriteOnly(attributes: Attributes, object: CtyMap): CtyMap {
  const members = Object.entries(attributes).map(([name, { writeOnly, shape }]) => {
    const value = object.get(name) ?? null;
    if (writeOnly) return [name, null] as const;
    if (shape.kind === "value") return [name, value] as const;
    return [name, mapNested(value, shape, (member, _, inner) => withoutWriteOnly(inner, member))] as const;
  });
  return new Map<string, CtyValue>(members);
}

function withDefaults(attributes: Attributes, proposed: CtyMap, config: CtyMap | undefined): CtyMap {
  const members = Object.entries(attributes).map(([name, attribute]) => {
    const { writeOnly, shape } = attribute;
    const given = config?.get(name) ?? null;
    const value =
      given === null ? (attribute.default ?? proposed.get(name) ?? null) : (proposed.get(name) ?? null);
    if (writeOnly) return [name, null] as const;
    if (shape.kind === "value") return [name, value] as const;
    const edited = mapNested(value, shape, (member, step, inner) =>
      withDefaults(inner, member, memberAt(given, step)),
    );
    return [name, edited] as const;
  });
  return new Map<string, CtyValue>(members);
}

function withUnknowns(
  attributes: Attributes,
  planned: CtyMap,
  { config, isNew }: { readonly config: CtyMap | undefined; readonly isNew: boolean },
): CtyMap {
  const members = Object.entries(attributes).map(([name, attribute]) => {
    const { presence, shape, isStable } = attribute;
    const value = planned.get(name) ?? null;
    const given = config?.get(name) ?? null;
    const isOurs = presence === "computed" || presence === "optional-computed";
    const keeps = attribute.default !== undefined || (isStable && !isNew);
    if (isOurs && given === null && !keeps) return [name, unknown] as const;
    if (shape.kind === "value" || isUnknown(value)) return [name, value] as const;
    const edited = mapNested(value, shape, (member, step, inner) =>
      withUnknowns(inner, member, { config: memberAt(given, step), isNew }),
    );
    return [name, edited] as const;
  });
  return new Map<string, CtyValue>(members);
}
