import { markdownTable } from "./markdown-table.ts";
import { meshBlock } from "./mesh-block.ts";
import type { DocumentedSchema, Located, SchemaFiles } from "./schema-files.ts";

/** The page about one kind of entry: its block, every block within it and every field, as they are written. */
export function referencePage(files: SchemaFiles, kind: string): string {
  const located = files.ofKind(kind);
  const block = located.schema["x-mesh-block"] ?? kind;
  const label = located.schema["x-mesh-label"];
  const header = headerOf(block, located, label);
  const sections = blockSections(files, { located, label, header, path: [] });
  const consul = kind === block ? "" : ` Its kind is \`${kind}\`.`;
  return `${[
    `# The \`${block}\` block`,
    `<!-- Written by \`npm run docs\` from schemas/${kind}.json: change that file. -->`,
    `${located.schema.description ?? ""}${consul}`,
    ...notYetNotice(located.schema),
    ...(located.schema.examples ?? []).map(
      (example) => `\`\`\`hcl entry\n${meshBlock(files, kind, example)}\n\`\`\``,
    ),
    ...sections,
  ].join("\n\n")}\n`;
}

/** What a reader of a kind that nothing renders should know first. */
function notYetNotice({ "x-not-yet": missing }: DocumentedSchema): readonly string[] {
  if (missing === undefined) return [];
  return [`**Not yet supported**: ${missing}. The block is refused until it has an effect.`];
}

interface BlockSite {
  readonly located: Located;
  /** The property that the block's label fills. */
  readonly label: string | undefined;
  /** As it is written: `subset "name"`. */
  readonly header: string;
  /** The headers of the blocks around it, outermost first. */
  readonly path: readonly string[];
}

function blockSections(files: SchemaFiles, site: BlockSite): readonly string[] {
  const { schema, file } = site.located;
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, files.resolve({ schema: property, file })] as const,
  );
  const rendered = properties.filter(([, property]) => property.schema["x-not-yet"] === undefined);
  const fields = rendered.filter(([, property]) => property.schema["x-mesh-block"] === undefined);
  const inner = rendered.flatMap(([name, property]) => innerBlock(files, { name, property, site }) ?? []);
  const notYet = properties.filter(([, property]) => property.schema["x-not-yet"] !== undefined);
  return [
    `## ${[...site.path, site.header].map((header) => `\`${header}\``).join(" › ")}`,
    ...(site.path.length > 0 && schema.description !== undefined ? [schema.description] : []),
    ...(fields.length > 0 ? [fieldTable(fields, site, files)] : []),
    ...(inner.length > 0 ? [blockTable(inner)] : []),
    ...(notYet.length > 0 ? [notYetTable(notYet)] : []),
    ...inner.flatMap(({ child }) => blockSections(files, child)),
  ];
}

type Field = readonly [name: string, property: Located];

function fieldTable(fields: readonly Field[], owner: BlockSite, files: SchemaFiles): string {
  const rows = fields.map(([name, { schema, file }]) => [
    `\`${schema["x-mesh-name"] ?? name}\``,
    typeName({ schema, file }, files),
    necessity(name, schema, owner),
    [schema.description ?? "", constraint(schema)].filter((text) => text !== "").join(" "),
  ]);
  return markdownTable([["Field", "Type", "Default", "Meaning"], ...rows]);
}

/** What the language has a name for and refuses until it has an effect. */
function notYetTable(fields: readonly Field[]): string {
  const rows = fields.map(([name, { schema }]) => [
    `\`${schema["x-mesh-block"] ?? schema["x-mesh-name"] ?? name}\``,
    schema.description ?? "",
    schema["x-not-yet"] ?? "",
  ]);
  return markdownTable([["Not yet", "Meaning", "What is missing"], ...rows]);
}

function necessity(name: string, schema: DocumentedSchema, owner: BlockSite): string {
  if (name === owner.label) return "the label";
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  return owner.located.schema.required?.includes(name) ? "required" : "";
}

function typeName({ schema, file }: Located, files: SchemaFiles): string {
  switch (schema.type) {
    case "integer":
      return "whole number";
    case "array":
      return schema.items
        ? `list of ${typeName(files.resolve({ schema: schema.items, file }), files)}s`
        : "list";
    case "object":
      return isMapOfTexts(schema) ? "map of texts" : "map";
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    default:
      return schema.type ?? "any";
  }
}

function isMapOfTexts({ additionalProperties: value }: DocumentedSchema): boolean {
  return typeof value === "object" && value.type === "string";
}

function constraint({ enum: values, minimum, maximum, ...schema }: DocumentedSchema): string {
  const refused = schema["x-values-not-yet"] ?? {};
  const accepted = values?.filter((value) => !Object.hasOwn(refused, value));
  if (accepted) return `One of ${accepted.map((value) => `\`${value}\``).join(", ")}.`;
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  const words = schema["x-pattern-words"];
  return words === undefined ? "" : `Written as ${words}.`;
}

interface InnerBlock {
  readonly child: BlockSite;
  readonly count: string;
  readonly description: string;
}

interface PropertySite {
  readonly name: string;
  readonly property: Located;
  readonly site: BlockSite;
}

/** Undefined for a property that is no block. */
function innerBlock(files: SchemaFiles, { name, property, site }: PropertySite): InnerBlock | undefined {
  const { schema, file } = property;
  const type = schema["x-mesh-block"];
  if (type === undefined) return undefined;
  const isRequired = site.located.schema.required?.includes(name);
  const each = schema.items ?? schema.additionalProperties;
  const isMany = typeof each === "object";
  const located = isMany ? files.resolve({ schema: each, file }) : property;
  const label = schema["x-mesh-label"] ?? (isMany && !schema.items ? "name" : undefined);
  return {
    child: { located, label, header: headerOf(type, located, label), path: [...site.path, site.header] },
    count: countOf(isMany ? "many" : "single", isRequired ? "required" : "optional"),
    description: schema.description ?? "",
  };
}

function countOf(how: "many" | "single", need: "required" | "optional"): string {
  if (how === "many") return need === "required" ? "at least one" : "any number";
  return need === "required" ? "exactly one" : "at most one";
}

function blockTable(blocks: readonly InnerBlock[]): string {
  const rows = blocks.map(({ child, count, description }) => [`\`${child.header}\``, count, description]);
  return markdownTable([["Block", "How many", "Meaning"], ...rows]);
}

function headerOf(block: string, { schema }: Located, label: string | undefined): string {
  if (label === undefined) return block;
  return `${block} "${schema.properties?.[label]?.["x-mesh-name"] ?? label}"`;
}
