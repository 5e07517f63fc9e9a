import { error, hasErrors, inSourceOrder, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import { suggestName } from "../../diagnostics/suggest.ts";
import { hcl1ToValue } from "../../language/hcl1/hcl1-to-value.ts";
import { asElements } from "../../language/hcl1/hcl1-value.ts";
import type { Hcl1Entry, Hcl1MapValue, Hcl1Value } from "../../language/hcl1/hcl1-value.ts";
import { parseHcl1 } from "../../language/hcl1/parse-hcl1.ts";
import { configCodes } from "../codes.ts";
import type { DecodedEntries } from "../decode-entries.ts";
import { assembleServices } from "./assemble-services.ts";
import { decodeConfigEntry, kindMember } from "./config-entry.ts";
import { sameName } from "./field-names.ts";
import { attachChecks, decodeDefinition } from "./service-definition.ts";
import type { NamedDefinition } from "./service-definition.ts";

/**
 * The entries that Consul's own documents declare: configuration entries, and services with their sidecars as agents
 * register them. A definition is an instance; those of one name make one service.
 */
export function decodeConsulDocuments(files: readonly SourceFile[]): WithDiagnostics<DecodedEntries> {
  const diagnostics: Diagnostic[] = [];
  const found: Found = { entries: [], definitions: [], checks: [] };
  for (const file of files) readDocument(file, found, diagnostics);
  attachChecks(found.checks, found.definitions, diagnostics);
  const definitions = found.definitions.map((definition) => decodeDefinition(definition, diagnostics));
  const services = assembleServices(definitions, diagnostics);
  const all = [...found.entries, services];
  const value = {
    entries: all.flatMap(({ entries }) => entries),
    broken: all.flatMap(({ broken }) => broken),
  };
  return { value, diagnostics: inSourceOrder(diagnostics) };
}

interface Found {
  readonly entries: DecodedEntries[];
  readonly definitions: NamedDefinition[];
  readonly checks: NamedDefinition[];
}

function readDocument(file: SourceFile, found: Found, diagnostics: Diagnostic[]): void {
  const parsed = parseHcl1(file);
  const { value: map, diagnostics: merging } = hcl1ToValue(parsed.value);
  const isWhole = !hasErrors(parsed.diagnostics);
  diagnostics.push(...parsed.diagnostics, ...(isWhole ? merging : []));
  const kind = kindMember(map);
  if (!kind) {
    readDefinitions({ map, syntaxErrors: parsed.diagnostics }, found, diagnostics);
    return;
  }
  const decoded = decodeConfigEntry(map, kind, diagnostics);
  // What a syntax error hid may be what else is found missing.
  found.entries.push(isWhole ? decoded : { entries: [], broken: [...decoded.entries, ...decoded.broken] });
}

const memberNames = ["service", "services", "check", "checks"];

interface DefinitionsDocument {
  readonly map: Hcl1MapValue;
  readonly syntaxErrors: readonly Diagnostic[];
}

function readDefinitions(
  { map, syntaxErrors }: DefinitionsDocument,
  found: Found,
  diagnostics: Diagnostic[],
): void {
  const strangers: [string, Hcl1Entry][] = [];
  for (const [written, entry] of map.entries) {
    const name = memberNames.find((known) => sameName(known, written));
    if (name === undefined) {
      strangers.push([written, entry]);
      continue;
    }
    const target = name.startsWith("service") ? found.definitions : found.checks;
    const read = asElements(entry.value).flatMap((value) => definitionOf(value, entry, diagnostics));
    target.push(
      ...read.map((definition) => ({ ...definition, isWhole: isWithout(definition, syntaxErrors) })),
    );
  }
  // Where a syntax error is, a name at the top may be one from within.
  if (map.complete) diagnostics.push(...reportStrangers(strangers));
}

/** Whether none of the mistakes is within a definition. */
function isWithout({ map }: NamedDefinition, mistakes: readonly Diagnostic[]): boolean {
  const { file, start, end } = map.range;
  return mistakes.every(
    ({ subject }) => subject?.file !== file || subject.start < start || subject.start > end,
  );
}

function definitionOf(
  value: Hcl1Value,
  { nameRange, value: whole }: Hcl1Entry,
  diagnostics: Diagnostic[],
): readonly NamedDefinition[] {
  if (value.kind === "map")
    return [{ map: value, range: isAlone(whole) ? nameRange : value.range, checks: [], isWhole: true }];
  diagnostics.push(
    error({
      code: configCodes.wrongType,
      summary: "Wrong type",
      detail: "A definition must be an object. Put braces around its contents.",
      subject: value.range,
    }),
  );
  return [];
}

function isAlone(value: Hcl1Value): boolean {
  return asElements(value).length === 1;
}

/** A misspelt name is a mistake of its own; the rest are an agent's settings, which one warning is enough for. */
function reportStrangers(strangers: readonly (readonly [string, Hcl1Entry])[]): readonly Diagnostic[] {
  const misspelt = strangers.flatMap(([written, { nameRange }]) => {
    const meant = suggestName(written, memberNames);
    return meant === undefined ? [] : misspeltMember(written, meant, nameRange);
  });
  const settings = strangers.filter(([written]) => suggestName(written, memberNames) === undefined);
  const [first] = settings;
  return first ? [...misspelt, agentSettings(settings, first[1].nameRange)] : misspelt;
}

function misspeltMember(written: string, meant: string, range: SourceRange): Diagnostic {
  return error({
    code: configCodes.unknownField,
    summary: "Unknown field",
    detail: `A document with Consul's services holds service, services, check and checks, not "${written}". Did you mean "${meant}"?`,
    subject: range,
    ...spellingFix({ written, range, known: memberNames }),
  });
}

function agentSettings(
  settings: readonly (readonly [string, Hcl1Entry])[],
  subject: SourceRange,
): Diagnostic {
  const names = settings.map(([written]) => written).join(", ");
  return warning({
    code: configCodes.unknownField,
    summary: "Settings of an agent",
    detail: `Beside its services this document holds what only Consul's agent reads: ${names}. It has no effect here. Keep the services in a document of their own.`,
    subject,
  });
}
