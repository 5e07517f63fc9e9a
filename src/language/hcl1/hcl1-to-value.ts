import { error, inSourceOrder, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { spanning } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import type { Hcl1Key, Hcl1Member, Hcl1Node, Hcl1Object, Hcl1Scalar } from "./hcl1-tree.ts";
import type { Hcl1Entry, Hcl1MapValue, Hcl1Value } from "./hcl1-value.ts";

/**
 * What Consul's decoder sees of a document, without knowing a schema:
 *
 * - an object as the value of a name, with `=` or without, is a list of one object: HCL1 cannot tell `Match { … }` from
 *   the first of several;
 * - a repeated name makes one list of all its objects and lists;
 * - each label of a block is one more level: `service "web" { … }` is `service = [{ web = [{ … }] }]`;
 * - objects that are elements of a written list, and objects in JSON, are just objects;
 * - of a text, number or boolean that is repeated, the last counts, which is a warning.
 *
 * Whether a list of one stands for its element is the schema's to say: {@link "./hcl1-value.ts"} has `asSingle` and
 * `asElements` for that.
 *
 * Errors: a name that is repeated with values that make no list together, e.g. a text and an object.
 */
export function hcl1ToValue(object: Hcl1Object): WithDiagnostics<Hcl1MapValue> {
  const diagnostics: Diagnostic[] = [];
  const value = toMap(object, diagnostics);
  return { value, diagnostics: inSourceOrder(diagnostics) };
}

function toMap({ members, range, complete }: Hcl1Object, diagnostics: Diagnostic[]): Hcl1MapValue {
  const groups = new Map<string, [Hcl1Member, ...Hcl1Member[]]>();
  for (const member of members) {
    const [{ text }] = member.keys;
    const group = groups.get(text);
    if (group) group.push(member);
    else groups.set(text, [member]);
  }
  const entries = new Map<string, Hcl1Entry>();
  for (const [name, group] of groups) {
    entries.set(name, { nameRange: group[0].keys[0].range, value: merge(group, diagnostics) });
  }
  return { kind: "map", entries, range, complete };
}

type Group = readonly [Hcl1Member, ...Hcl1Member[]];

/** One value of all members of a name. */
function merge(group: Group, diagnostics: Diagnostic[]): Hcl1Value {
  const [first] = group;
  const last = group.at(-1) ?? first;
  const conflict = group.find((member) => !fit(first, member));
  if (conflict) {
    diagnostics.push(conflictingMembers(first, conflict));
    return toValue(first.value, diagnostics);
  }
  if (first.form === "property" || first.value.kind === "scalar") {
    diagnostics.push(...group.slice(0, -1).map((member) => overriddenMember(member, last)));
    return toValue(last.value, diagnostics);
  }
  const elements = group.flatMap((member) => elementsOf(member, diagnostics));
  return { kind: "list", elements, range: spanning(first.value.range, last.value.range) };
}

/** Whether the original decodes `member` after `first` into one value. */
function fit(first: Hcl1Member, member: Hcl1Member): boolean {
  if (first.form === "property") return true;
  if (first.keys.length > 1 || member.keys.length > 1) return first.keys.length > 1 && member.keys.length > 1;
  const { value } = member;
  switch (first.value.kind) {
    case "scalar":
      return value.kind === "scalar" && typeof value.value === typeof first.value.value;
    case "list":
      return value.kind !== "scalar";
    case "object":
      return value.kind === "object" || (value.kind === "list" && value.elements.every(isObject));
  }
}

function isObject({ kind }: Hcl1Node): boolean {
  return kind === "object";
}

function elementsOf(member: Hcl1Member, diagnostics: Diagnostic[]): readonly Hcl1Value[] {
  const [, label, ...rest] = member.keys;
  if (label) return [labelled(member, [label, ...rest], diagnostics)];
  const { value } = member;
  return value.kind === "list"
    ? value.elements.map((element) => toValue(element, diagnostics))
    : [toValue(value, diagnostics)];
}

/** The object whose only name is a block's first label. */
function labelled(
  member: Hcl1Member,
  keys: readonly [Hcl1Key, ...Hcl1Key[]],
  diagnostics: Diagnostic[],
): Hcl1MapValue {
  return toMap(
    { kind: "object", members: [{ ...member, keys }], range: member.range, complete: true },
    diagnostics,
  );
}

/** A node where no name is in play: the element of a list, or a JSON value. */
function toValue(node: Hcl1Node, diagnostics: Diagnostic[]): Hcl1Value {
  switch (node.kind) {
    case "scalar":
      return node;
    case "list": {
      const elements = node.elements.map((element) => toValue(element, diagnostics));
      return { kind: "list", elements, range: node.range };
    }
    case "object":
      return toMap(node, diagnostics);
  }
}

function overriddenMember({ keys: [{ text, range }] }: Hcl1Member, last: Hcl1Member): Diagnostic {
  return warning({
    code: languageCodes.duplicateAttribute,
    summary: "Value without effect",
    detail: `"${text}" is set again further down, and the last value counts. Remove one of the two.`,
    subject: range,
    related: [{ message: "set again here", range: last.keys[0].range }],
  });
}

function conflictingMembers(
  first: Hcl1Member,
  { keys: [{ text, range }], ...member }: Hcl1Member,
): Diagnostic {
  const firstKind = describeForm(first);
  const kind = describeForm({ ...member, keys: [{ text, range }] });
  return error({
    code: languageCodes.conflictingMembers,
    summary: "Conflicting values",
    detail:
      firstKind === kind
        ? `"${text}" stands here with and without a label, which makes no value together. Write all of them in one way.`
        : `"${text}" is ${firstKind} first and ${kind} here, which makes no value together. Remove one of the two.`,
    subject: range,
    related: [{ message: "set first here", range: first.keys[0].range }],
  });
}

function describeForm({ value }: Hcl1Member): string {
  if (value.kind !== "scalar") return value.kind === "list" ? "a list" : "an object";
  return describeScalar(value);
}

function describeScalar({ value }: Hcl1Scalar): string {
  if (typeof value === "string") return "a text";
  return value === null ? "null" : `a ${typeof value}`;
}
