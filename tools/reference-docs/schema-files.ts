import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A JSON Schema as far as a reader of the reference wants to know it. */
export interface DocumentedSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, DocumentedSchema>>;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean;
  /** Of a kind: entries. */
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, DocumentedSchema>>;
  readonly additionalProperties?: boolean | DocumentedSchema;
  readonly items?: DocumentedSchema;
  readonly "x-mesh-block"?: string;
  readonly "x-mesh-label"?: string;
  readonly "x-mesh-name"?: string;
  readonly "x-pattern-words"?: string;
  readonly "x-not-yet"?: string;
  readonly "x-values-not-yet"?: Readonly<Record<string, string>>;
}

/** A schema and the file its local references point into. */
export interface Located {
  readonly schema: DocumentedSchema;
  readonly file: string;
}

/** The schemas of the entries' kinds, by file name. */
export class SchemaFiles {
  /** Sorted; each is the name of a file without `.json`. */
  readonly kinds: readonly string[];
  readonly #files: ReadonlyMap<string, DocumentedSchema>;

  constructor(folder: string) {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    this.kinds = names.map((name) => basename(name, ".json")).sort();
    this.#files = new Map(
      names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as DocumentedSchema]),
    );
  }

  ofKind(kind: string): Located {
    const file = `${kind}.json`;
    return { schema: this.#file(file), file };
  }

  /** The schema with its references followed; what stands beside a `$ref` wins over what is behind it. */
  resolve({ schema, file }: Located): Located {
    const { $ref, ...beside } = schema;
    if ($ref === undefined) return { schema, file };
    const [owner = "", definition = ""] = $ref.split("#/$defs/");
    const target = owner === "" ? file : owner;
    const found = this.#file(target).$defs?.[definition];
    if (!found) throw new Error(`${file} refers to ${$ref}, which does not exist`);
    const behind = this.resolve({ schema: found, file: target });
    return { schema: { ...behind.schema, ...beside }, file: behind.file };
  }

  #file(name: string): DocumentedSchema {
    const schema = this.#files.get(name);
    if (!schema) throw new Error(`there is no schema ${name}`);
    return schema;
  }
}
