import { error, hasErrors } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { asSingle, toPlainValue } from "../../language/hcl1/hcl1-value.ts";
import type { Hcl1MapValue } from "../../language/hcl1/hcl1-value.ts";
import { configCodes } from "../codes.ts";
import type { ServiceDefinition } from "../gen/consul-forms.ts";
import { isJsonList } from "../json-value.ts";
import type { JsonObject } from "../json-value.ts";
import { notYetSupported } from "../not-yet.ts";
import { pointerTo, RangeMap } from "../range-map.ts";
import { schemaFile, schemaOfKind } from "../schema.ts";
import { validateEntry } from "../validate-entry.ts";
import { decodeElement, decodeObject, headOf } from "./decode-value.ts";
import { consulSpelling, formOf, sameName } from "./field-names.ts";

/** A service's or a check's definition as it was written, and the checks that name it from outside. */
export interface NamedDefinition {
  readonly map: Hcl1MapValue;
  /** What stands for the whole. */
  readonly range: SourceRange;
  readonly checks: Hcl1MapValue[];
  /** Whether no syntax error is within, which may hide something. */
  readonly isWhole: boolean;
}

/** A definition that was read: the instance it registers. */
export interface ReadDefinition {
  /** Undefined when something of it could not be read. */
  readonly value: ServiceDefinition | undefined;
  /** Undefined when not even the name is known. */
  readonly name: string | undefined;
  readonly ranges: RangeMap;
  readonly range: SourceRange;
}

/** Gives checks that stand by themselves to the instances they name with `service_id`. */
export function attachChecks(
  checks: readonly NamedDefinition[],
  services: readonly NamedDefinition[],
  diagnostics: Diagnostic[],
): void {
  const byId = new Map(
    services.map((service) => [textOf(service.map, "id") ?? textOf(service.map, "name"), service]),
  );
  for (const { map, range } of checks) {
    const id = textOf(map, "service_id");
    const service = byId.get(id);
    if (service && id !== undefined) service.checks.push(map);
    else diagnostics.push(id === undefined ? nodeCheck(range) : unknownService(id, range, byId.keys()));
  }
}

export function decodeDefinition(
  { map, range, checks, isWhole }: NamedDefinition,
  diagnostics: Diagnostic[],
): ReadDefinition {
  const ranges = new RangeMap(headOf(range));
  const context = { ranges, diagnostics: [] as Diagnostic[], unknownPointers: new Set<string>() };
  const located = schemaOfKind("service-definition");
  const value = decodeObject(map, { located, pointer: "" }, context);
  const given = value["checks"] ?? [];
  const own = isJsonList(given) ? given : [];
  const check = {
    schema: schemaFile("service-definition").$defs?.["CheckDefinition"] ?? {},
    kind: located.kind,
  };
  const others = checks.map((other, index) => {
    const pointer = pointerTo("/checks", own.length + index);
    return decodeElement(other, { located: check, pointer }, context);
  });
  if (others.length > 0) value["checks"] = [...own, ...others];
  const found = validateDefinition(value, map, context);
  diagnostics.push(...context.diagnostics, ...found);
  const isBroken =
    !isWhole || hasErrors([...context.diagnostics, ...found]) || context.unknownPointers.size > 0;
  return {
    // JSON becomes the definition's type here: its validator has accepted it.
    value: isBroken ? undefined : (value as unknown as ServiceDefinition),
    name: typeof value["name"] === "string" ? value["name"] : undefined,
    ranges,
    range: headOf(range),
  };
}

/** On a copy, which the schema's defaults complete: what was not given says nothing about the instance. */
function validateDefinition(
  value: JsonObject,
  map: Hcl1MapValue,
  { ranges, unknownPointers }: { readonly ranges: RangeMap; readonly unknownPointers: ReadonlySet<string> },
): readonly Diagnostic[] {
  const spelling = consulSpelling(formOf([...map.entries.keys()][0] ?? ""));
  return validateEntry({
    kind: "service-definition",
    spelling,
    value: structuredClone(value),
    ranges,
    unknownPointers,
  });
}

function textOf(map: Hcl1MapValue, name: string): string | undefined {
  const entry = [...map.entries].find(([written]) => sameName(written, name))?.[1];
  const value = entry && toPlainValue(asSingle(entry.value));
  return typeof value === "string" ? value : undefined;
}

function nodeCheck(range: SourceRange): Diagnostic {
  const missing = "checks of a whole machine: give the check a service_id, or write it in its service";
  return notYetSupported({ what: "check without service_id", missing, subject: headOf(range) });
}

function unknownService(id: string, range: SourceRange, known: Iterable<string | undefined>): Diagnostic {
  const ids = [...known].filter((candidate) => candidate !== undefined);
  return error({
    code: configCodes.notOneOf,
    summary: "Check of an unknown service",
    detail: `No definition of these documents has the id "${id}" that this check names.${didYouMean(id, ids)} Correct the service_id.`,
    subject: headOf(range),
  });
}
