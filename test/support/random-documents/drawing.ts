import type { SeededRandom } from "../differential/seeded-random.ts";
import { quoted } from "./document-tree.ts";
import type { DocumentBlock, DocumentItem } from "./document-tree.ts";
import { resolve, rootOf } from "./schema-walk.ts";
import type { Kind, Resolved, Schema } from "./schema-walk.ts";
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

export interface DrawingOptions extends Surroundings {
  /** Fields that stay away, for example `mesh.trust_domain`. */
  readonly withoutFields?: readonly string[];
}

/** One draw of a document, valid or not. */
export class Drawing {
  readonly #random: SeededRandom;
  readonly #options: DrawingOptions;
  readonly #fieldChance: number;

  constructor(random: SeededRandom, options: DrawingOptions) {
    this.#random = random;
    this.#options = options;
    this.#fieldChance = random.pick([0.08, 0.2, 0.35, 0.5]);
  }

  /** Entries of all kinds: each service exactly once, the others now and then. */
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
      ...this.#options.services.map((name) =>
        this.#service(name, random.chance(0.75) ? common : random.pick(["http", "http2", "grpc", "tcp"])),
      ),
      ...entries("jwt-provider", ["p0", "p1"], 0.75),
      ...entries("service-defaults", this.#options.services, 0.3),
      ...entries("service-resolver", this.#options.services, 0.75),
      ...entries("service-splitter", this.#options.services, 0.4),
      ...entries("service-router", this.#options.services, 0.6),
      ...entries("service-intentions", [...this.#options.services, "*"], 0.6),
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
    const others = this.#options.services.filter(
      (other) => other !== name && (name === "a" || random.chance(0.4)),
    );
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
