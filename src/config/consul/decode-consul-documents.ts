import { error, hasErrors, inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
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
  diagnostics.push(...parsed.diagnostics, ...(hasErrors(parsed.diagnostics) ? [] : merging));
  const kind = kindMember(map);
  if (kind) found.entries.push(decodeConfigEntry(map, kind, diagnostics));
  else readDefinitions(map, found, diagnostics);
}

const memberNames = ["service", "services", "check", "checks"];

function readDefinitions(map: Hcl1MapValue, found: Found, diagnostics: Diagnostic[]): void {
  for (const [written, entry] of map.entries) {
    const name = memberNames.find((known) => sameName(known, written));
    if (name === undefined) {
      diagnostics.push(unknownMember(written, entry));
      continue;
    }
    const target = name.startsWith("service") ? found.definitions : found.checks;
    target.push(...asElements(entry.value).flatMap((value) => definitionOf(value, entry, diagnostics)));
  }
}

function definitionOf(
  value: Hcl1Value,
  { nameRange, value: whole }: Hcl1Entry,
  diagnostics: Diagnostic[],
): readonly NamedDefinition[] {
  if (value.kind === "map")
    return [{ map: value, range: isAlone(whole) ? nameRange : value.range, checks: [] }];
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

function unknownMember(written: string, { nameRange }: Hcl1Entry): Diagnostic {
  const meant = suggestName(written, memberNames);
  return error({
    code: configCodes.unknownField,
    summary: "Unknown field",
    detail: `A document with Consul's services holds service, services, check and checks, not "${written}". ${meant === undefined ? "An agent's own settings have no effect here: remove them." : `Did you mean "${meant}"?`}`,
    subject: nameRange,
  });
}
