import type { CompiledMesh } from "../../../src/compile.ts";
import { schemas } from "../../../src/config/gen/schemas.ts";
import type { SourceRange } from "../../../src/diagnostics/source-file.ts";
import { compileDocuments } from "../check-document.ts";
import { SeededRandom } from "../differential/seeded-random.ts";
import { printDocument, quoted, without } from "./document-tree.ts";
import type { DocumentBlock, DocumentItem, PrintedDocument } from "./document-tree.ts";
import {
  alternatives,
  companions,
  durationFor,
  integerFor,
  mapFor,
  numberFor,
  regexFor,
  textFor,
} from "./value-pools.ts";
import type { Surroundings } from "./value-pools.ts";

export interface RandomDocument {
  readonly seed: number;
  readonly text: string;
  readonly items: readonly DocumentItem[];
  readonly mesh: CompiledMesh;
}

export interface RandomDocumentOptions extends Omit<Surroundings, "services"> {
  /** Fields that stay away, for example `mesh.trust_domain`. */
  readonly withoutFields?: readonly string[];
}

const services = ["a", "b", "c", "d"] as const;

/**
 * A valid document over everything that the schemas say has an effect. It is drawn field by field; then, as long as the
 * compiler finds mistakes in it, the innermost parts that are to blame are taken away. The service `a` always has an
 * instance `a`, and is allowed to call all others.
 */
export function randomDocument(seed: number, options: RandomDocumentOptions): RandomDocument {
  const random = new SeededRandom(seed);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const drawnItems = new Drawing(random, { ...options, services }).document();
    const valid = repaired(drawnItems, random);
    if (valid) return { seed, ...valid };
  }
  throw new Error(`MESH_SEED=${seed}: none of 20 random documents could be made valid`);
}

/** The fields that a document could show: those with an effect today. */
export function knownFields(): readonly string[] {
  const known = new Set<string>();
  const visit = ({ schema, definition }: Resolved, label: string | undefined): void => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const field = `${definition}.${name}`;
      if (property["x-not-yet"] !== undefined || name === label || known.has(field)) continue;
      known.add(field);
      const inner = resolve(property, definition);
      for (const part of [inner, inner.schema.items, inner.schema.additionalProperties]) {
        if (typeof part !== "object") continue;
        const found = "schema" in part ? part : resolve(part, inner.definition);
        if (found.schema.properties) visit(found, inner.schema["x-mesh-label"]);
      }
    }
  };
  for (const kind of kinds) {
    const schema = rootOf(kind);
    visit({ schema, definition: kind }, schema["x-mesh-label"]);
  }
  return [...known];
}

const kinds = [
  "mesh",
  "proxy-defaults",
  "service",
  "service-defaults",
  "service-router",
  "service-splitter",
  "service-resolver",
  "service-intentions",
  "jwt-provider",
] as const;

type Kind = (typeof kinds)[number];

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly "x-mesh-block"?: string;
  readonly "x-mesh-label"?: string;
  readonly "x-mesh-name"?: string;
  readonly "x-not-yet"?: string;
  readonly "x-values-not-yet"?: Readonly<Record<string, string>>;
  readonly "x-value"?: string;
}

interface Resolved {
  readonly schema: Schema;
  /** The definition's name, or the kind's. */
  readonly definition: string;
}

const files: Readonly<Record<string, Schema>> = schemas;

function rootOf(kind: Kind): Schema {
  return files[kind] ?? {};
}

/** Names of definitions differ between files, so that one without its file is enough. */
function resolve(schema: Schema, definition: string): Resolved {
  if (schema.$ref === undefined) return { schema, definition };
  const name = schema.$ref.replace(/^.*\//, "");
  const owner = Object.values(files).find(({ $defs }) => $defs?.[name] !== undefined);
  const target = owner?.$defs?.[name];
  if (!target) throw new Error(`${schema.$ref} is defined nowhere`);
  const inner = resolve(target, name);
  const { $ref: _, ...annotations } = schema;
  return { definition: inner.definition, schema: { ...inner.schema, ...annotations } };
}

class Drawing {
  readonly #random: SeededRandom;
  readonly #options: RandomDocumentOptions & Surroundings;
  readonly #fieldChance: number;

  constructor(random: SeededRandom, options: RandomDocumentOptions & Surroundings) {
    this.#random = random;
    this.#options = options;
    this.#fieldChance = random.pick([0.08, 0.2, 0.35, 0.5]);
  }

  document(): readonly DocumentItem[] {
    const random = this.#random;
    const common = random.pick(["http", "http", "http", "http2", "grpc", "tcp"]);
    const entries = (kind: Kind, labels: readonly string[], chance: number): readonly DocumentBlock[] =>
      random.some(labels, chance).map((label) => this.#block(rootOf(kind), { kind, label }));
    return [
      ...random.some([undefined], 0.7).map((label) => this.#block(rootOf("mesh"), { kind: "mesh", label })),
      ...random
        .some([undefined], 0.5)
        .map((label) => this.#block(rootOf("proxy-defaults"), { kind: "proxy-defaults", label })),
      ...services.map((name) =>
        this.#service(name, random.chance(0.75) ? common : random.pick(["http", "http2", "grpc", "tcp"])),
      ),
      ...entries("jwt-provider", ["p0", "p1"], 0.75),
      ...entries("service-defaults", services, 0.3),
      ...entries("service-resolver", services, 0.75),
      ...entries("service-splitter", services, 0.4),
      ...entries("service-router", services, 0.6),
      ...entries("service-intentions", [...services, "*"], 0.6),
    ];
  }

  #service(name: string, protocol: string): DocumentBlock {
    const random = this.#random;
    const drawnBlock = this.#block(rootOf("service"), { kind: "service", label: name });
    const port = (): string => String(this.#options.takePort());
    const fixed = new Set([
      "service.name",
      "service.port",
      "service.protocol",
      "service.instances",
      "service.upstreams",
    ]);
    const instances = random.times(random.between(1, 3), (index): DocumentBlock => {
      const id = index === 0 ? name : `${name}${index}`;
      const body = this.#body(
        resolve({ $ref: "#/$defs/ServiceInstance" }, ""),
        new Set(["id", "address", "port", "sidecar_port"]),
      );
      // Instances on one machine would have to share its ports.
      const address = index === 0 ? "127.0.0.1" : random.pick([`10.0.0.${index}`, `2001:db8::${index}`]);
      const items = [
        attribute("address", quoted(address), "ServiceInstance.address"),
        attribute("port", port(), "ServiceInstance.port"),
        attribute("sidecar_port", port(), "ServiceInstance.sidecar_port"),
      ];
      return {
        kind: "block",
        type: "instance",
        label: id,
        items: [...items, ...body],
        field: "service.instances",
      };
    });
    const others = services.filter((other) => other !== name && (name === "a" || random.chance(0.4)));
    const upstreams = others.map((other): DocumentBlock => {
      const body = this.#body(
        resolve({ $ref: "#/$defs/Upstream" }, ""),
        new Set(["destination_name", "local_bind_port"]),
      );
      const items = [attribute("local_bind_port", port(), "Upstream.local_bind_port"), ...body];
      return { kind: "block", type: "upstream", label: other, items, field: "service.upstreams" };
    });
    return {
      ...drawnBlock,
      items: [
        attribute("port", port(), "service.port"),
        attribute("protocol", quoted(protocol), "service.protocol"),
        ...drawnBlock.items.filter(({ field }) => !fixed.has(field)),
        ...instances,
        ...upstreams,
      ],
    };
  }

  #block(
    schema: Schema,
    { kind, label }: { readonly kind: Kind; readonly label: string | undefined },
  ): DocumentBlock {
    const body = this.#body({ schema, definition: kind }, new Set([schema["x-mesh-label"] ?? ""]));
    return { kind: "block", type: schema["x-mesh-block"] ?? "", label, items: body, field: kind };
  }

  #body({ schema, definition }: Resolved, given: ReadonlySet<string>): readonly DocumentItem[] {
    const random = this.#random;
    const groups = alternatives[definition] ?? [];
    const losers = new Set(
      groups.flatMap((group) => {
        const winner = random.pick(group);
        return group.filter((name) => name !== winner);
      }),
    );
    const winners = new Set(groups.flat().filter((name) => !losers.has(name)));
    return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const field = `${definition}.${name}`;
      if (property["x-not-yet"] !== undefined || given.has(name) || losers.has(name)) return [];
      if (this.#options.withoutFields?.includes(field)) return [];
      const isNeeded =
        schema.required?.includes(name) ||
        companions[definition]?.includes(name) ||
        (winners.has(name) && random.chance(0.85));
      return isNeeded || random.chance(this.#fieldChance) ? this.#property(name, property, field) : [];
    });
  }

  #property(name: string, property: Schema, field: string): readonly DocumentItem[] {
    const [definition = ""] = field.split(".");
    const { schema, definition: inner } = resolve(property, definition);
    const type = schema["x-mesh-block"];
    if (field === "service-splitter.splits") return this.#splits(schema, field);
    if (type === undefined)
      return [
        attribute(schema["x-mesh-name"] ?? name, this.#value(schema, { definition: inner, field }), field),
      ];
    const random = this.#random;
    if (schema.type === "array") {
      const label = schema["x-mesh-label"];
      const item = resolve(schema.items ?? {}, inner);
      const block = (): DocumentBlock => ({
        kind: "block",
        type,
        label:
          label === undefined ? undefined : textFor(`${item.definition}.${label}`, random, this.#options),
        items: this.#body(item, new Set([label ?? ""])),
        field,
      });
      return random.times(random.pick([1, 1, 2, 3]), block);
    }
    if (typeof schema.additionalProperties === "object") {
      const item = resolve(schema.additionalProperties, inner);
      const labels = random.some(field.endsWith(".failover") ? ["v1", "v2", "*"] : ["v1", "v2"], 0.7);
      return labels.map((label) => ({
        kind: "block",
        type,
        label,
        items: this.#body(item, new Set()),
        field,
      }));
    }
    return [
      {
        kind: "block",
        type,
        label: undefined,
        items: this.#body({ schema, definition: inner }, new Set()),
        field,
      },
    ];
  }

  #splits(schema: Schema, field: string): readonly DocumentItem[] {
    const weights = this.#random.pick<readonly number[]>([
      [100],
      [50, 50],
      [33.33, 33.33, 33.34],
      [0, 100],
      [99.99, 0.01],
      [10, 20, 70],
    ]);
    const item = resolve(schema.items ?? {}, "Split");
    return weights.map((weight) => ({
      kind: "block",
      type: "split",
      label: undefined,
      items: [attribute("weight", String(weight), "Split.weight"), ...this.#body(item, new Set(["weight"]))],
      field,
    }));
  }

  #value(
    schema: Schema,
    { definition, field }: { readonly definition: string; readonly field: string },
  ): string {
    const random = this.#random;
    if (schema.enum) {
      const values = schema.enum.filter((value) => schema["x-values-not-yet"]?.[value] === undefined);
      return quoted(random.pickAny(values) ?? "");
    }
    switch (schema.type) {
      case "boolean":
        return String(random.chance(0.7));
      case "integer": {
        if (/(^|[._])port$/.test(field)) return String(this.#options.takePort());
        return String(integerFor({ minimum: schema.minimum ?? 0, maximum: schema.maximum ?? 100 }, random));
      }
      case "number":
        return String(numberFor(random));
      case "array": {
        const item = resolve(schema.items ?? {}, definition);
        const values = random.times(random.pick([1, 1, 2, 4]), () =>
          this.#value(item.schema, { definition: item.definition, field }),
        );
        return `[${values.join(", ")}]`;
      }
      case "object":
        return `{ ${mapFor(field, random)
          .map(([key, value]) => `${quoted(key)} = ${quoted(value)}`)
          .join(", ")} }`;
      default:
        if (schema["x-value"] === "duration") return quoted(durationFor(random));
        if (schema["x-value"] === "regex") return quoted(regexFor(random));
        return quoted(textFor(field, random, this.#options));
    }
  }
}

function attribute(name: string, value: string, field: string): DocumentItem {
  return { kind: "attribute", name, value, field };
}

const mostRepairs = 80;

function repaired(
  items: readonly DocumentItem[],
  random: SeededRandom,
): Pick<RandomDocument, "text" | "items" | "mesh"> | undefined {
  let current = items;
  for (let round = 0; round < mostRepairs; round += 1) {
    const printed = printDocument(current);
    const { mesh, diagnostics } = compileDocuments(printed.text);
    if (mesh) return { text: printed.text, items: current, mesh };
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const blamed = new Set(
      errors.flatMap(({ subject, related }) => {
        const places = [subject, ...related.map(({ range }) => range)];
        const found = places.flatMap((place) => (place ? [blamedItem(printed, place)] : []));
        return found.find((item) => item !== undefined) ?? [];
      }),
    );
    const [first] = blamed;
    if (first === undefined) return undefined;
    // What contradicts one another is blamed together, and one of it may stay.
    current = without(current, new Set([first, ...random.some([...blamed], round < 4 ? 0.6 : 1)]));
  }
  return undefined;
}

/** What has to stay for the rest to have a meaning. */
const kept: ReadonlySet<string> = new Set([
  "service",
  "service.port",
  "ServiceInstance.address",
  "ServiceInstance.port",
  "ServiceInstance.sidecar_port",
  "Upstream.local_bind_port",
]);

function blamedItem({ places }: PrintedDocument, { start }: SourceRange): DocumentItem | undefined {
  const around = places.filter((place) => place.start <= start && start < place.end);
  const innermost = around.at(-1)?.item;
  return innermost && !isKept(innermost) ? innermost : undefined;
}

function isKept(item: DocumentItem): boolean {
  return kept.has(item.field) || (item.kind === "block" && item.type === "instance" && item.label === "a");
}
