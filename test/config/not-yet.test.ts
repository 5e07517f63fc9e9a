import { describe, expect, test } from "@jest/globals";
import { refusedText } from "../../src/config/not-yet.ts";
import { entryKinds, meshNameOf, resolveSchema, schemaOfKind } from "../../src/config/schema.ts";
import type { LocatedSchema, Schema, SchemaName } from "../../src/config/schema.ts";
import { compileDocuments } from "../support/check-document.ts";

interface Step {
  readonly property: string;
  readonly schema: Schema;
}

/** The way to a field, or to a field's text, that the language has and nothing renders. */
interface NotYet {
  readonly steps: readonly Step[];
  readonly text: string | undefined;
}

/** Every one of a kind: the outermost, since what is within is refused with it. */
function notYetIn(located: LocatedSchema, steps: readonly Step[] = []): readonly NotYet[] {
  const { schema, kind } = resolveSchema(located);
  const refused = Object.keys(schema["x-values-not-yet"] ?? {}).map((text) => ({ steps, text }));
  const inner = schema.items ?? schema.additionalProperties;
  const within = typeof inner === "object" ? notYetIn({ schema: inner, kind }, steps) : [];
  const fields = Object.entries(schema.properties ?? {}).flatMap(([property, field]) => {
    const way = [...steps, { property, schema: resolveSchema({ schema: field, kind }).schema }];
    return field["x-not-yet"] === undefined
      ? notYetIn({ schema: field, kind }, way)
      : { steps: way, text: undefined };
  });
  return [...refused, ...within, ...fields];
}

/** A value that no default equals, so that it says something. */
function someValue({ type }: Schema): string {
  const values: Readonly<Record<string, string>> = {
    integer: "77",
    number: "7.5",
    boolean: "true",
    array: '["x"]',
  };
  return values[type ?? ""] ?? (type === "object" ? "{ x = 1 }" : '"something"');
}

const labelled = (type: string, label: string, body: string): string => `${type} "${label}" {\n${body}\n}`;

/** The mesh block that holds the field, and as little else as there may be. */
function meshBlock({ steps, text }: NotYet): string {
  const [step, ...rest] = steps;
  if (!step) return "";
  const { property, schema } = step;
  const name = meshNameOf(property, schema);
  const isMap = typeof schema.additionalProperties === "object";
  const label = schema["x-mesh-label"] ?? (isMap ? "name" : undefined);
  const header =
    label === undefined ? name : `${name} "${text !== undefined && rest.length === 1 ? text : "x"}"`;
  if (schema["x-mesh-block"] !== undefined) {
    const isLabelOfText = text !== undefined && rest.length === 1 && rest[0]?.property === label;
    return `${header} {\n${isLabelOfText ? "" : meshBlock({ steps: rest, text })}\n}`;
  }
  return `${name} = ${text === undefined ? someValue(schema) : `"${text}"`}`;
}

/** The object that holds the field in a Consul document. */
function consulObject({ steps, text }: NotYet): string {
  const [step, ...rest] = steps;
  if (!step) return "";
  const { property, schema } = step;
  if (rest.length === 0) return `${property} = ${text === undefined ? consulValue(schema) : `"${text}"`}`;
  const body = `{ ${consulObject({ steps: rest, text })} }`;
  return typeof schema.additionalProperties === "object"
    ? `${property} = { x = ${body} }`
    : `${property} = ${body}`;
}

/** An object says something by its first field. */
function consulValue(schema: Schema): string {
  return schema.type === "object"
    ? '{ surely_no_field = "x" }'
    : someValue(schema).replace("true", String(schema.default !== true));
}

const shown = ({ steps, text }: NotYet): string =>
  [...steps.map(({ property }) => property), ...(text === undefined ? [] : [text])].join(".");

const fieldsOf = (name: SchemaName) =>
  notYetIn(schemaOfKind(name)).map((notYet) => [shown(notYet), notYet] as const);

const refusals = (text: string): readonly string[] =>
  compileDocuments(text)
    .diagnostics.filter(({ code }) => code === "MESH2008")
    .map(({ subject }) => subject?.file.text.slice(subject.start, subject.end) ?? "");

describe.each(entryKinds)("%s in mesh blocks", (kind) => {
  const { schema } = schemaOfKind(kind);
  const block = schema["x-mesh-block"] ?? kind;
  test.each(fieldsOf(kind))("%s is refused where it stands", (_, notYet) => {
    const body = meshBlock(notYet);
    const text = schema["x-mesh-label"] === undefined ? `${block} {\n${body}\n}` : labelled(block, "x", body);
    const last = notYet.steps.at(-1);
    const written = notYet.text ?? (last ? meshNameOf(last.property, last.schema) : "");
    expect([text, refusals(text)]).toEqual([text, [expect.stringContaining(written)]]);
  });
});

describe.each(entryKinds.filter((kind) => kind !== "service"))("%s in Consul documents", (kind) => {
  test.each(fieldsOf(kind))("%s is refused where it stands", (_, notYet) => {
    const text = `kind = "${kind}"\n${consulObject(notYet)}`;
    expect([text, refusals(text)]).toEqual([
      text,
      [expect.stringContaining(notYet.text ?? notYet.steps.at(-1)?.property ?? "")],
    ]);
  });
});

describe("a service definition", () => {
  test.each(fieldsOf("service-definition"))("%s is refused where it stands", (_, notYet) => {
    const text = `service {\n  name = "x"\n  port = 1\n  ${consulObject(notYet)}\n}`;
    expect([text, refusals(text)]).toEqual([
      text,
      [expect.stringContaining(notYet.text ?? notYet.steps.at(-1)?.property ?? "")],
    ]);
  });
});

test("a default is what is rendered anyway, so that a Consul document may say it", () => {
  const saying = (more: string) =>
    `Kind = "service-intentions"\nName = "*"\nSources = [{ Name = "*" Action = "allow" ${more} }]`;
  expect(refusals(saying('Type = "consul" Namespace = "default" Peer = ""'))).toEqual([]);
  expect(refusals(saying('Namespace = "other"'))).toEqual(["Namespace"]);
});

test("a text that is no value of the field at all is not this rule's", () =>
  expect(refusedText("smtp", { "x-values-not-yet": { grpc: "why" } })).toBeUndefined());
