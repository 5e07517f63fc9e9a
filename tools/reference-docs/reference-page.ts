import { markdownTable } from "./markdown-table.ts";
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
    ...sections,
  ].join("\n\n")}\n`;
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
  const fields = properties.filter(([, property]) => property.schema["x-mesh-block"] === undefined);
  const inner = properties.flatMap(([name, property]) => innerBlock(files, { name, property, site }) ?? []);
  return [
    `## ${[...site.path, site.header].map((header) => `\`${header}\``).join(" › ")}`,
    ...(site.path.length > 0 && schema.description !== undefined ? [schema.description] : []),
    ...(fields.length > 0 ? [fieldTable(fields, site, files)] : []),
    ...(inner.length > 0 ? [blockTable(inner)] : []),
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
      return "map of texts";
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    default:
      return schema.type ?? "any";
  }
}

function constraint({ enum: values, minimum, maximum, ...schema }: DocumentedSchema): string {
  if (values) return `One of ${values.map((value) => `\`${value}\``).join(", ")}.`;
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
