import { propName } from "../../src/cdktf/prop-name.ts";
import type { Json, JsonObject, SchemaFile } from "../config-schema/schema-file.ts";

/** A schema, and the file its own references look into. */
interface Located {
  readonly schema: JsonObject;
  readonly file: SchemaFile;
}

/** Writes the TypeScript of the properties that constructs take, one interface for each object of the schemas. */
export class PropsWriter {
  readonly #files: readonly SchemaFile[];
  readonly #interfaces = new Map<string, string>();
  readonly #constants = new Map<string, string>();

  constructor(files: readonly SchemaFile[]) {
    this.#files = files;
  }

  write(): string {
    const kinds = this.#files.map((file) => {
      const name = this.#interfaceOf({ schema: file.schema, file }, { isEntry: true });
      return `  readonly ${JSON.stringify(file.name)}: ${name};`;
    });
    return [
      'import type { IResolvable } from "cdktf";',
      'import type { ServiceName } from "../service-name.ts";',
      `/** What an entry of each kind says. */\nexport interface PropsByKind {\n${kinds.join("\n")}\n}`,
      ...this.#constants.values(),
      ...this.#interfaces.values(),
      "",
    ].join("\n\n");
  }

  /** The name of the object's interface, which is written when it is first met. */
  #interfaceOf(located: Located, { isEntry }: { readonly isEntry: boolean }): string {
    const { schema } = located;
    const title = textOf(schema["title"]) ?? "Untitled";
    const name = title === "Mesh" ? "MeshSettingsProps" : `${title}Props`;
    if (this.#interfaces.has(name)) return name;
    this.#interfaces.set(name, "");
    const required = new Set(Array.isArray(schema["required"]) ? (schema["required"] as string[]) : []);
    // What a construct adds by its methods, or knows by its id, need not be given.
    if (isEntry) for (const given of ["name", "sources", "splits"]) required.delete(given);
    const members = Object.entries(objectOf(schema["properties"])).map(([property, value]) => {
      const field = { schema: objectOf(value), file: located.file };
      const type = isEntry && property === "name" ? "string" : this.#typeOf(field);
      return member(property, { schema: field.schema, type, isRequired: required.has(property) });
    });
    this.#interfaces.set(
      name,
      `${comment(textOf(schema["description"]), "")}export interface ${name} {\n${members.join("\n")}\n}`,
    );
    return name;
  }

  #typeOf(field: Located): string {
    const reference = textOf(field.schema["$ref"]);
    if (reference !== undefined) return this.#referredType(reference, field);
    const { schema, file } = field;
    if (Array.isArray(schema["enum"])) return `${literals(schema["enum"])} | IResolvable`;
    const items = schema["items"];
    const members = schema["additionalProperties"];
    if (items !== undefined) return this.#listType({ schema: objectOf(items), file });
    if (isObject(members)) return `Readonly<Record<string, ${this.#typeOf({ schema: members, file })}>>`;
    if (schema["properties"] !== undefined) return this.#interfaceOf(field, { isEntry: false });
    switch (schema["type"]) {
      case "string":
        return "string";
      case "integer":
      case "number":
        return "number";
      case "boolean":
        return "boolean | IResolvable";
      default:
        return "unknown";
    }
  }

  /** A token for a list is a list of texts, which one of few values each does not allow. */
  #listType(items: Located): string {
    const type = this.#typeOf(items);
    return type.includes(" ") ? `readonly (${type})[] | IResolvable` : `readonly ${type}[]`;
  }

  #referredType(reference: string, { file }: Located): string {
    const [id = "", name = ""] = reference.split("#/$defs/");
    const owner = id === "" ? file : this.#files.find(({ schema }) => schema.$id === id);
    const schema = owner && objectOf(objectOf(owner.schema["$defs"])[name]);
    if (!owner || !schema) throw new Error(`${file.name} refers to ${reference}, which does not exist`);
    if (name === "ServiceName" || name === "ServiceNameOrWildcard") return "ServiceName";
    if (Array.isArray(schema["enum"])) this.#writeConstants(name, schema);
    return this.#typeOf({ schema, file: owner });
  }

  /** `Protocol.HTTP` for `"http"`. */
  #writeConstants(name: string, schema: JsonObject): void {
    const values = Array.isArray(schema["enum"]) ? (schema["enum"] as string[]) : [];
    const members = values.map((value) => `  ${value.toUpperCase()}: ${JSON.stringify(value)},`);
    const text = `${comment(textOf(schema["description"]), "")}export const ${name} = {\n${members.join("\n")}\n} as const;`;
    this.#constants.set(name, text);
  }
}

interface Member {
  readonly schema: JsonObject;
  readonly type: string;
  readonly isRequired: boolean;
}

function member(property: string, { schema, type, isRequired }: Member): string {
  const standard = schema["default"];
  const description = textOf(schema["description"]);
  const text =
    standard === undefined ? description : `${description ?? ""} Default: ${JSON.stringify(standard)}.`;
  const name = propName(property, textOf(schema["x-mesh-name"]));
  return `${comment(text, "  ")}  readonly ${name}${isRequired ? `: ${type}` : `?: ${type} | undefined`};`;
}

function literals(values: readonly Json[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

function comment(text: string | undefined, indent: string): string {
  return text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "*\\/")} */\n`;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
