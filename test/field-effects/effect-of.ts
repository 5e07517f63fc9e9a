import { hasErrors } from "../../src/diagnostics/diagnostic.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import type { InstanceHealth } from "../../src/graph/mesh-graph.ts";
import { isJsonList } from "../../src/config/json-value.ts";
import type { JsonObject, JsonValue } from "../../src/config/json-value.ts";
import { describeInstance } from "../../src/server/describe-instance.ts";
import { compileDocuments, drawn } from "../support/check-document.ts";
import { jsonDocument } from "../support/json-document.ts";
import type { EntryValue } from "../support/json-document.ts";
import { fieldName, valuesOf } from "./schema-fields.ts";
import type { SchemaField } from "./schema-fields.ts";
import { objectsOnTheWay, situations, surroundings, tried } from "./situations.ts";
import type { Situation } from "./situations.ts";

/** What comes of setting a field: something else is rendered, a diagnostic speaks, or nothing at all. */
export type Effect = "rendered" | "spoken" | "none";

/** What comes of each value of a field, in a mesh that is valid without it. */
export function effectsOf(field: SchemaField): readonly { readonly name: string; readonly effect: Effect }[] {
  const values = valuesFor(field);
  return values.map((value) => ({
    name: values.length > 1 ? `${fieldName(field)}=${JSON.stringify(value)}` : fieldName(field),
    effect: effectOf(field, value),
  }));
}

function valuesFor(field: SchemaField): readonly JsonValue[] {
  const { values } = situationOf(field);
  if (values) return values;
  const named = valuesOf(field.steps.findLast((step) => step !== "*") ?? "", field.schema);
  const base = partAt(meshWith(field, undefined)[0].value, field.steps);
  return named.filter((value) => JSON.stringify(value) !== JSON.stringify(base));
}

function effectOf(field: SchemaField, value: JsonValue): Effect {
  const before = outcomeOf(meshWith(field, undefined));
  const after = outcomeOf(meshWith(field, value));
  if (situationOf(field).isNeeded)
    return before.rendered === undefined && after.rendered !== undefined ? "rendered" : "none";
  if (before.rendered === undefined) throw new Error(`${fieldName(field)}: ${before.spoken.join("; ")}`);
  if (after.rendered !== undefined && after.rendered !== before.rendered) return "rendered";
  return after.spoken.join("\n") === before.spoken.join("\n") ? "none" : "spoken";
}

function situationOf(field: SchemaField): Omit<Situation, "at"> {
  const name = fieldName(field);
  return situations
    .filter(({ at }) => at.test(name))
    .reduce<Omit<Situation, "at">>((whole, { at: _, ...more }) => ({ ...whole, ...more }), {});
}

/** The mesh with the field at that value; with undefined, without the field or as it stands in the tried entry. */
function meshWith(field: SchemaField, value: JsonValue | undefined): readonly [EntryValue, ...EntryValue[]] {
  const { entries = [], base = tried[field.kind] } = situationOf(field);
  const entry = { kind: field.kind, value: objectOf(placed(base, field, { value, depth: 0 })) };
  const isReplaced = (other: EntryValue): boolean =>
    [entry, ...entries].some((own) => own.kind === other.kind && own.value["name"] === other.value["name"]);
  return [
    entry,
    ...entries.filter((other) => other.kind !== entry.kind || other.value["name"] !== entry.value["name"]),
    ...surroundings.filter((other) => !isReplaced(other)),
  ];
}

interface Placement {
  readonly value: JsonValue | undefined;
  readonly depth: number;
}

/** The part at that depth with the field set below it; what is missing on the way is made. */
function placed(part: JsonValue | undefined, field: SchemaField, { value, depth }: Placement): JsonValue {
  const step = field.steps[depth];
  if (step === undefined) throw new Error("a field has a name");
  const inner = { value, depth: depth + 1 };
  if (step === "*") {
    if (part !== undefined && !isJsonList(part)) return placedInMap(objectOf(part), field, inner);
    const [first, ...others] = part ?? [];
    return [placed(first, field, inner), ...others];
  }
  if (depth < field.steps.length - 1) {
    const object = objectOf(part ?? objectOnTheWay(field, depth));
    return { ...object, [step]: placed(object[step] ?? emptyAt(field, depth + 1), field, inner) };
  }
  const { beside = {}, instead = [] } = situationOf(field);
  const object = { ...objectOf(part ?? objectOnTheWay(field, depth)), ...beside };
  if (value === undefined) return object;
  const kept = Object.entries(object).filter(([name]) => !instead.includes(name));
  return { ...Object.fromEntries(kept), [step]: value };
}

function placedInMap(map: JsonObject, field: SchemaField, inner: Placement): JsonObject {
  const key = Object.keys(map)[0] ?? "*";
  return { ...map, [key]: placed(map[key], field, inner) };
}

function objectOnTheWay(field: SchemaField, depth: number): JsonObject {
  const name = fieldName({ kind: field.kind, steps: field.steps.slice(0, depth) });
  const whole = fieldName(field);
  const found = objectsOnTheWay.filter(({ at, before }) => at.test(name) && (!before || before.test(whole)));
  return found.reduce<JsonObject>((whole, { object }) => ({ ...whole, ...object }), {});
}

/** An empty list or map before the items of either; undefined before an object's own fields. */
function emptyAt(field: SchemaField, depth: number): JsonValue | undefined {
  if (field.steps[depth] !== "*") return undefined;
  return ["failover", "subsets"].includes(field.steps[depth - 1] ?? "") ? {} : [];
}

function partAt(value: JsonValue | undefined, steps: readonly string[]): JsonValue | undefined {
  const [step, ...others] = steps;
  if (step === undefined || value === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (isJsonList(value)) return partAt(value[0], others);
  return partAt(step === "*" ? Object.values(value)[0] : value[step], others);
}

function objectOf(value: JsonValue): JsonObject {
  if (typeof value !== "object" || value === null || isJsonList(value)) throw new Error("not an object");
  return value;
}

const healths: readonly InstanceHealth[] = ["passing", "warning", "critical"];

/** Everything a mesh has an effect by, as one text, and all that is said about it. */
function outcomeOf(entries: readonly EntryValue[]): {
  readonly rendered: string | undefined;
  readonly spoken: readonly string[];
} {
  const { mesh, diagnostics } = compileDocuments({ "mesh.json": jsonDocument(entries) });
  const spoken = diagnostics.map((diagnostic) => drawn(diagnostic).replace(/^\S+ /, ""));
  if (hasErrors(diagnostics) || !mesh) return { rendered: undefined, spoken };
  const { graph, proxies } = mesh;
  const shown = ({ name, typeUrl, message }: Resource): unknown => [typeUrl, name, message];
  const rendered = {
    proxies: proxies.map(({ resources, viewKeys, ...proxy }) => ({
      id: proxy.id,
      resources: resources.map(shown),
      viewKeys,
      runs: proxy.instance.command,
      checked: describeInstance(proxy.instance),
    })),
    endpoints: healths.map((health) =>
      [...renderEndpoints(graph, { healthOf: () => health }).values()].map(shown),
    ),
    datacenter: graph.settings.datacenter,
  };
  return { rendered: JSON.stringify(rendered), spoken };
}
