import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { spanning } from "../../diagnostics/source-file.ts";
import { asSingle, toPlainValue } from "../../language/hcl1/hcl1-value.ts";
import type { Hcl1Entry, Hcl1MapValue } from "../../language/hcl1/hcl1-value.ts";
import { configCodes } from "../codes.ts";
import { completeEntry, toBroken } from "../complete-entry.ts";
import type { DecodedEntries } from "../decode-entries.ts";
import { notYetSupported } from "../not-yet.ts";
import { pointerTo, RangeMap } from "../range-map.ts";
import { entryKinds, kindsNotYet, schemaOfKind } from "../schema.ts";
import type { EntryKind, LocatedSchema } from "../schema.ts";
import { decodeObject, headOf } from "./decode-value.ts";
import type { ConsulContext } from "./decode-value.ts";
import { consulSpelling, formOf, sameName } from "./field-names.ts";

/** The member that makes a document a configuration entry. */
export function kindMember(map: Hcl1MapValue): Hcl1Entry | undefined {
  return member(map, "kind")?.[1];
}

/** The entry that a document with a `Kind` declares; what is wrong goes to `diagnostics`. */
export function decodeConfigEntry(
  map: Hcl1MapValue,
  kind: Hcl1Entry,
  diagnostics: Diagnostic[],
): DecodedEntries {
  const name = toPlainValue(asSingle(kind.value));
  const known = configEntryKinds.find((candidate) => candidate === name);
  if (known) return decodeEntry(map, { kind: known, member: kind }, diagnostics);
  diagnostics.push(typeof name === "string" ? refuseKind(name, kind) : textExpected(kind));
  return { entries: [], broken: [] };
}

const configEntryKinds: readonly EntryKind[] = entryKinds.filter((kind) => kind !== "service");

/** Kinds that Consul has, this language has no schema for, and nothing renders. */
const kindsWithoutSchema: Readonly<Record<string, string>> = {
  "ingress-gateway": "gateways",
  "terminating-gateway": "gateways",
  "api-gateway": "gateways",
  "mesh-gateway": "gateways",
  "bound-api-gateway": "gateways",
  "inference-gateway": "gateways",
  "http-route": "routes of gateways",
  "tcp-route": "routes of gateways",
  "inline-certificate": "certificates of gateways",
  "file-system-certificate": "certificates of gateways",
  "exported-services": "cluster peering",
  "sameness-group": "sameness groups",
  "control-plane-request-limit": "limits of calls to the agent",
  "rate-limit": "limits of calls to the agent",
};

function refuseKind(name: string, { value }: Hcl1Entry): Diagnostic {
  const schemaless = Object.hasOwn(kindsWithoutSchema, name) ? kindsWithoutSchema[name] : undefined;
  const described = kindsNotYet.find((kind) => kind === name);
  const missing = schemaless ?? (described && schemaOfKind(described).schema["x-not-yet"]);
  if (missing !== undefined) return notYetSupported({ what: name, missing, subject: value.range });
  const kinds = [...configEntryKinds, ...kindsNotYet, ...Object.keys(kindsWithoutSchema)];
  return error({
    code: configCodes.notOneOf,
    summary: "Unknown kind",
    detail: `"${name}" is no kind of configuration entry.${didYouMean(name, kinds)} Known are ${configEntryKinds.join(", ")}.`,
    subject: value.range,
  });
}

function textExpected({ value }: Hcl1Entry): Diagnostic {
  const detail = `The kind of an entry must be a text, such as "${configEntryKinds[0] ?? ""}".`;
  return error({ code: configCodes.wrongType, summary: "Wrong type", detail, subject: headOf(value.range) });
}

interface KindSite {
  readonly kind: EntryKind;
  readonly member: Hcl1Entry;
}

function decodeEntry(
  map: Hcl1MapValue,
  { kind, member: { nameRange, value: kindValue } }: KindSite,
  diagnostics: Diagnostic[],
): DecodedEntries {
  const located = schemaOfKind(kind);
  const ranges = new RangeMap(spanning(nameRange, kindValue.range));
  const context = {
    ranges,
    diagnostics: [],
    unknownPointers: new Set<string>(),
    sensitivePointers: new Set<string>(),
  };
  const value = decodeObject(withoutFixedNames(map, located, context), { located, pointer: "" }, context);
  const form = formOf(nameRange.file.text.slice(nameRange.start, nameRange.end).replaceAll('"', ""));
  const decoded = completeEntry({ kind, dialect: "consul", spelling: consulSpelling(form), value, context });
  diagnostics.push(...decoded.diagnostics);
  const { entry, fitsSchema, isBroken } = decoded.value;
  return { entries: fitsSchema ? [entry] : [], broken: isBroken ? [toBroken(decoded.value)] : [] };
}

/** The members that are fields: not the kind, nor the name of what exists once. */
function withoutFixedNames(
  map: Hcl1MapValue,
  { schema }: LocatedSchema,
  context: ConsulContext,
): Hcl1MapValue {
  const fixed = schema["x-consul-name"];
  const name = fixed === undefined ? undefined : member(map, "name");
  if (fixed !== undefined && name && toPlainValue(asSingle(name[1].value)) !== fixed) {
    context.unknownPointers.add(pointerTo("", "name"));
    context.diagnostics.push(
      error({
        code: configCodes.notOneOf,
        summary: `Unsupported ${name[0]}`,
        detail: `There is one ${schema.title ?? "entry"} for all, and it is called "${fixed}". Write that name.`,
        subject: name[1].value.range,
      }),
    );
  }
  const left = [...map.entries].filter(([written]) => !sameName(written, "kind") && written !== name?.[0]);
  return { ...map, entries: new Map(left) };
}

function member(map: Hcl1MapValue, name: string): readonly [string, Hcl1Entry] | undefined {
  return [...map.entries].find(([written]) => sameName(written, name));
}
