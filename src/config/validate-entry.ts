import type { ErrorObject, ValidateFunction } from "ajv";
import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import { spellingFix } from "../diagnostics/spelling-fix.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { MAX_REPORTED_MISTAKES } from "../language/limits.ts";
import { configCodes } from "./codes.ts";
import * as validators from "./gen/validators.cjs";
import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { pointerSteps, pointerTo } from "./range-map.ts";
import type { RangeMap } from "./range-map.ts";
import { schemaAt } from "./schema.ts";
import type { EntryKind } from "./schema.ts";
import type { Spelling } from "./spelling.ts";

const validatorOf: Readonly<Record<ValidatedName, ValidateFunction>> = {
  "jwt-provider": validators.validate_jwt_provider,
  mesh: validators.validate_mesh,
  "proxy-defaults": validators.validate_proxy_defaults,
  "service-defaults": validators.validate_service_defaults,
  "service-definition": validators.validate_service_definition,
  service: validators.validate_service,
  "service-intentions": validators.validate_service_intentions,
  "service-resolver": validators.validate_service_resolver,
  "service-router": validators.validate_service_router,
  "service-splitter": validators.validate_service_splitter,
};

/** What is validated: entries, and the form in which Consul's documents declare a service. */
export type ValidatedName = EntryKind | "service-definition";

export interface EntryCandidate {
  readonly kind: ValidatedName;
  readonly spelling: Spelling;
  readonly value: JsonObject;
  readonly ranges: RangeMap;
  readonly unknownPointers: ReadonlySet<string>;
}

/** Everything in which a decoded value departs from its schema. */
export function validateEntry(candidate: EntryCandidate): readonly Diagnostic[] {
  return mistakesIn(candidate).map(({ diagnostic }) => diagnostic);
}

/** A departure from the schema, and the part of the value that it makes useless. */
export interface Mistake {
  readonly pointer: string;
  readonly diagnostic: Diagnostic;
}

export function mistakesIn(candidate: EntryCandidate): readonly Mistake[] {
  const validate = validatorOf[candidate.kind];
  if (validate(candidate.value)) return [];
  const reports = (validate.errors ?? [])
    .slice(0, MAX_REPORTED_MISTAKES)
    .filter((report) => !isAboutUnknown(report, candidate));
  return reports.flatMap((report) => {
    const diagnostic = diagnosticOf(report, candidate);
    const key = report.propertyName ?? missingProperty(report);
    const pointer = key === undefined ? report.instancePath : pointerTo(report.instancePath, key);
    return diagnostic ? [{ pointer, diagnostic }] : [];
  });
}

function isAboutUnknown(report: ErrorObject, { unknownPointers }: EntryCandidate): boolean {
  const missing = missingProperty(report);
  const subject = missing === undefined ? report.instancePath : pointerTo(report.instancePath, missing);
  if (report.keyword === "minProperties")
    return [...unknownPointers].some((pointer) => pointer.startsWith(subject));
  return unknownPointers.has(subject);
}

/** Undefined for reports that are about something that is there. */
function missingProperty({ keyword, params }: ErrorObject): string | undefined {
  return keyword === "required" ? String(params["missingProperty"]) : undefined;
}

/** Undefined for reports that only wrap others. */
function diagnosticOf(report: ErrorObject, candidate: EntryCandidate): Diagnostic | undefined {
  if (report.propertyName !== undefined) return malformedKey(report.propertyName, report, candidate);
  const { kind, value, ranges } = candidate;
  const subject = ranges.at(report.instancePath);
  const name = nameAt(candidate, report.instancePath);
  switch (report.keyword) {
    case "required":
      return missingField(report, subject, candidate);
    case "type": {
      const wanted = String(report.params["type"]);
      return error({
        code: configCodes.wrongType,
        summary: "Wrong type",
        detail: `${name} must be ${articleFor(wanted)}.`,
        subject,
      });
    }
    case "enum": {
      const allowed = allowedValues(report);
      const given = valueAt(value, pointerSteps(report.instancePath));
      const suggestion = typeof given === "string" ? didYouMean(given, allowed) : "";
      const detail = `${name} must be one of ${allowed.map((value) => `"${value}"`).join(", ")}.${suggestion}`;
      return error({
        code: configCodes.notOneOf,
        summary: `Unsupported value for ${name}`,
        detail,
        subject,
        ...(typeof given === "string" && spellingFix({ written: given, range: subject, known: allowed })),
      });
    }
    case "pattern": {
      const words = schemaAt(kind, pointerSteps(report.instancePath))?.schema["x-pattern-words"];
      const detail = `${name} must be ${words ?? `a text that matches ${String(report.params["pattern"])}`}.`;
      return error({ code: configCodes.malformed, summary: `Malformed ${name}`, detail, subject });
    }
    case "minimum":
    case "maximum": {
      const bound = `${report.keyword === "minimum" ? "at least" : "at most"} ${String(report.params["limit"])}`;
      return error({
        code: configCodes.outOfRange,
        summary: `${name} is out of range`,
        detail: `${name} must be ${bound}.`,
        subject,
      });
    }
    case "minItems":
    case "minLength":
    case "minProperties":
      return error({
        code: configCodes.empty,
        summary: `${name} is empty`,
        detail: `${name} must not be empty. Give it a value, or leave it out.`,
        subject,
      });
    case "additionalProperties": {
      const field = String(report.params["additionalProperty"]);
      return error({
        code: configCodes.unknownField,
        summary: "Unknown field",
        detail: `${name} has no field "${field}".`,
        subject,
      });
    }
    case "propertyNames":
      return undefined;
    default:
      return error({
        code: configCodes.malformed,
        summary: `Malformed ${name}`,
        detail: `${name} ${report.message ?? "is malformed"}.`,
        subject,
      });
  }
}

/** A key of a map, which in mesh blocks is a block's label. */
function malformedKey(key: string, report: ErrorObject, candidate: EntryCandidate): Diagnostic {
  const { kind, spelling, ranges } = candidate;
  const name = nameAt(candidate, report.instancePath);
  const schema = schemaAt(kind, pointerSteps(report.instancePath))?.schema ?? {};
  const isLabel = spelling.isBlock(schema);
  const words =
    schema.propertyNames?.["x-pattern-words"] ?? `a text that matches ${String(report.params["pattern"])}`;
  return error({
    code: configCodes.malformed,
    summary: isLabel ? `Malformed ${name} label` : `Malformed name in ${name}`,
    detail: `${isLabel ? `The label of a ${name}` : `A name in ${name}`} must be ${words}.`,
    subject: ranges.at(pointerTo(report.instancePath, key)),
  });
}

function valueAt(value: JsonValue, [step, ...rest]: readonly string[]): JsonValue | undefined {
  if (step === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const next = isJsonList(value) ? value[Number(step)] : value[step];
  return next === undefined ? undefined : valueAt(next, rest);
}

function missingField(
  report: ErrorObject,
  subject: SourceRange,
  { kind, spelling }: EntryCandidate,
): Diagnostic {
  const property = missingProperty(report) ?? "";
  const located = schemaAt(kind, [...pointerSteps(report.instancePath), property]);
  const written = located ? spelling.nameOf(property, located.schema) : property;
  const meaning = located?.schema.description ?? "";
  const isBlock = located !== undefined && spelling.isBlock(located.schema);
  return error({
    code: configCodes.missingField,
    summary: isBlock ? `Missing ${written} block` : `Missing ${written}`,
    detail: isBlock
      ? `A ${written} block is required here. ${meaning} Add \`${written} { … }\`.`
      : `${written} is required here. ${meaning} Add \`${written} = …\`.`,
    subject,
  });
}

function allowedValues(report: ErrorObject): readonly string[] {
  const values: unknown = report.params["allowedValues"];
  return Array.isArray(values) ? values.map(String) : [];
}

/** The field's name as the user writes it, with the way to an element of its value: `methods[1]`, `meta.version`. */
function nameAt({ kind, spelling }: EntryCandidate, pointer: string): string {
  const steps = pointerSteps(pointer);
  for (let length = steps.length; length > 0; length -= 1) {
    const property = steps[length - 1] ?? "";
    const owner = schemaAt(kind, steps.slice(0, length - 1));
    const schema = owner?.schema.properties?.[property];
    if (schema) return steps.slice(length).reduce(elementName, spelling.nameOf(property, schema));
  }
  return steps.at(-1) ?? kind;
}

function elementName(of: string, step: string): string {
  return /^\d+$/.test(step) ? `${of}[${step}]` : `${of}.${step}`;
}

function articleFor(type: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    integer: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
  };
  return words[type] ?? type;
}
