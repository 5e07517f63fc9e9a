import type { Located, SchemaFiles } from "./schema-files.ts";

/** The mesh block, in canonical style, that declares the entry of a kind; its name, if it has one, is the label. */
export function meshBlock(files: SchemaFiles, kind: string, entry: unknown): string {
  const located = files.ofKind(kind);
  const label = located.schema["x-mesh-label"];
  const type = located.schema["x-mesh-block"] ?? kind;
  return block({ type, label }, { located, value: members(entry) }, files).join("\n");
}

interface BlockHeader {
  readonly type: string;
  /** The member that the label stands for. */
  readonly label: string | undefined;
}

interface Part {
  readonly located: Located;
  readonly value: Members;
}

type Members = Readonly<Record<string, unknown>>;

function block(
  { type, label }: BlockHeader,
  { located, value }: Part,
  files: SchemaFiles,
): readonly string[] {
  const { [label ?? ""]: name, ...rest } = value;
  const header = name === undefined ? type : `${type} ${JSON.stringify(name)}`;
  const { schema, file } = files.resolve(located);
  const parts = Object.entries(rest).map(([member, inner]) => {
    const property = files.resolve({ schema: schema.properties?.[member] ?? {}, file });
    return { member, inner, property, type: property.schema["x-mesh-block"] };
  });
  const fields = parts
    .filter((part) => part.type === undefined)
    .map(
      ({ member, inner, property }) => [property.schema["x-mesh-name"] ?? member, literal(inner)] as const,
    );
  const width = Math.max(0, ...fields.map(([field]) => field.length));
  const lines = [
    fields.map(([field, text]) => `${field.padEnd(width)} = ${text}`),
    ...parts.flatMap(({ inner, property, type: innerType }) =>
      innerType === undefined ? [] : blocks(innerType, { located: property, value: inner }, files),
    ),
  ].filter((group) => group.length > 0);
  if (lines.length === 0) return [`${header} {}`];
  const body = lines.flatMap((group, index) => (index > 0 ? ["", ...group] : group));
  return [`${header} {`, ...body.map((line) => (line === "" ? "" : `  ${line}`)), "}"];
}

/** A list's elements and a map's values are a block each; anything else is one. */
function blocks(
  type: string,
  { located, value }: { readonly located: Located; readonly value: unknown },
  files: SchemaFiles,
): readonly (readonly string[])[] {
  const { schema, file } = located;
  if (Array.isArray(value) && schema.items) {
    const item = { schema: schema.items, file };
    return value.map((element) =>
      block({ type, label: schema["x-mesh-label"] }, { located: item, value: members(element) }, files),
    );
  }
  if (typeof schema.additionalProperties !== "object")
    return [block({ type, label: undefined }, { located, value: members(value) }, files)];
  const item = { schema: schema.additionalProperties, file };
  return Object.entries(members(value)).map(([key, element]) =>
    block({ type, label: mapKey }, { located: item, value: { [mapKey]: key, ...members(element) } }, files),
  );
}

/** No field is called so. */
const mapKey = "";

function members(value: unknown): Members {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null)
    return JSON.stringify(value).replace(/[$%](?=\{)/g, (sign) => sign + sign);
  const pairs = Object.entries(value).map(([key, inner]) => `${keyText(key)} = ${literal(inner)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}
