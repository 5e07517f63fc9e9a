import { error, hasErrors, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { configCodes } from "../codes.ts";
import { completeEntry, toBroken } from "../complete-entry.ts";
import type { DecodedEntries } from "../decode-entries.ts";
import type { BrokenEntry } from "../decoded-documents.ts";
import type { JsonObject, JsonValue } from "../json-value.ts";
import { RangeMap } from "../range-map.ts";
import { consulSpelling } from "./field-names.ts";
import { isSingleInstance, readInstance } from "./read-instance.ts";
import type { ReadInstance } from "./read-instance.ts";
import type { ReadDefinition } from "./service-definition.ts";

/** One service entry of all definitions of a name: each registers an instance. */
export function assembleServices(
  definitions: readonly ReadDefinition[],
  diagnostics: Diagnostic[],
): DecodedEntries {
  const broken: BrokenEntry[] = [];
  const byName = new Map<string, ReadInstance[]>();
  for (const definition of definitions) {
    const instance = readInstance(definition, diagnostics);
    if (!instance) {
      broken.push({ kind: "service", name: definition.name, range: definition.range });
      continue;
    }
    byName.set(instance.name, [...(byName.get(instance.name) ?? []), instance]);
  }
  const assembled = [...byName.values()].map((instances) => assembleService(instances, diagnostics));
  return {
    entries: assembled.flatMap(({ entries }) => entries),
    broken: [...broken, ...assembled.flatMap((service) => service.broken)],
  };
}

function assembleService(instances: readonly ReadInstance[], diagnostics: Diagnostic[]): DecodedEntries {
  const [first] = instances;
  if (!first) return { entries: [], broken: [] };
  const found = instances.flatMap((instance) => [
    ...(instance.hasSidecar ? [] : [impliedSidecar(instance)]),
    ...differences(first, instance),
  ]);
  const ranges = new RangeMap(first.range);
  const value: JsonObject = { name: first.name, port: first.port };
  for (const field of ["name", "port"]) ranges.adopt(first.ranges, `/${field}`, `/${field}`);
  for (const { property, value: shared, adopt } of first.shared) {
    value[property] = shared;
    adopt(ranges, `/${property}`);
  }
  if (isSingleInstance(instances)) placeOwnFields(first, value, { ranges, pointer: "" });
  else value["instances"] = instances.map((instance, index) => toInstance(instance, index, ranges));

  const context = {
    ranges,
    diagnostics: found,
    unknownPointers: new Set<string>(),
    sensitivePointers: new Set<string>(),
  };
  const spelling = consulSpelling("snake");
  const decoded = completeEntry({ kind: "service", dialect: "consul", spelling, value, context });
  diagnostics.push(...decoded.diagnostics);
  const { entry, fitsSchema } = decoded.value;
  const isBroken = hasErrors(decoded.diagnostics);
  return { entries: fitsSchema ? [entry] : [], broken: isBroken ? [toBroken(decoded.value)] : [] };
}

function toInstance(instance: ReadInstance, index: number, ranges: RangeMap): JsonObject {
  const pointer = `/instances/${index}`;
  ranges.set(pointer, instance.range);
  ranges.adopt(instance.ranges, instance.idPointer, `${pointer}/id`);
  ranges.adopt(instance.ranges, "/port", `${pointer}/port`);
  const value: JsonObject = { id: instance.id, port: instance.port };
  if (instance.sidecarPort !== undefined) {
    value["sidecar_port"] = instance.sidecarPort;
    ranges.adopt(instance.ranges, instance.sidecarPortPointer, `${pointer}/sidecar_port`);
  }
  placeOwnFields(instance, value, { ranges, pointer });
  return value;
}

/** Address, meta, tags, weights and locality. */
function placeOwnFields(
  { own, ranges: from }: ReadInstance,
  target: JsonObject,
  { ranges, pointer }: { readonly ranges: RangeMap; readonly pointer: string },
): void {
  for (const [name, value] of Object.entries(own)) {
    target[name] = value;
    ranges.adopt(from, `/${name}`, `${pointer}/${name}`);
  }
}

/** What the instances of one service have in common has to be the same in each of their definitions. */
function differences(first: ReadInstance, other: ReadInstance): readonly Diagnostic[] {
  const properties = new Set([...first.shared, ...other.shared].map(({ property }) => property));
  return [...properties].flatMap((property) => {
    const [one, another] = [first, other].map(({ shared }) =>
      shared.find((part) => part.property === property),
    );
    if (comparable(one?.value) === comparable(another?.value)) return [];
    return error({
      code: configCodes.differingDefinitions,
      summary: `Definitions with different ${property}`,
      detail: `Here the ${property} of a service hold for all of its instances, and these two definitions of "${first.name}" name different ones. Make them equal, or give one of the services another name.`,
      subject: another?.range ?? other.range,
      related: [{ message: "The first definition is here.", range: one?.range ?? first.range }],
    });
  });
}

/** As text, without what only tells the instances' checks apart. */
function comparable(value: JsonValue | undefined): string {
  const names = new Set(["id", "name", "notes"]);
  return JSON.stringify(value ?? null, (key, item: JsonValue) => (names.has(key) ? undefined : item));
}

function impliedSidecar({ name, range }: ReadInstance): Diagnostic {
  return warning({
    code: configCodes.impliedSidecar,
    summary: `Sidecar of "${name}" not asked for`,
    detail: `The definition has no \`connect\`, which in Consul keeps a service out of the mesh. Here every service is in it, and gets a sidecar on port 21000. Say so with \`connect { sidecar_service {} }\`.`,
    subject: range,
  });
}
