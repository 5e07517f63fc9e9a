import type { Attribute, Attributes } from "../../src/terraform/framework/schema.ts";
import type { CtyType } from "../../src/terraform/wire/value/cty-type.ts";

const groups = [
  { title: "Required", presences: ["required"] },
  { title: "Optional", presences: ["optional", "optional-computed"] },
  { title: "Read-only", presences: ["computed"] },
] as const;

/** The attributes of a schema, by who gives them. */
export function attributeList(attributes: Attributes): string {
  const parts = groups.flatMap(({ title, presences }) => {
    const members = Object.entries(attributes).filter(([, { presence }]) =>
      presences.some((candidate) => candidate === presence),
    );
    if (members.length === 0) return [];
    return [`### ${title}`, members.flatMap(([name, attribute]) => lines(name, attribute, "")).join("\n")];
  });
  return ["## Schema", ...parts].join("\n\n");
}

function lines(name: string, attribute: Attribute, indent: string): readonly string[] {
  const { shape, description, sensitive, writeOnly } = attribute;
  const notes = [
    shape.kind === "value"
      ? typeText(shape.type)
      : `${shape.mode === "single" ? "" : `${shape.mode} of `}object`,
    ...(sensitive ? ["sensitive"] : []),
    ...(writeOnly ? ["write-only"] : []),
  ];
  const inner =
    shape.kind === "nested"
      ? Object.entries(shape.attributes).flatMap(([member, part]) => lines(member, part, `${indent}  `))
      : [];
  return [`${indent}- \`${name}\` (${notes.join(", ")}) ${description}`, ...inner];
}

/** A type as Terraform's documentation writes it. */
export function typeText(type: CtyType): string {
  switch (type.kind) {
    case "string":
    case "number":
    case "bool":
      return type.kind;
    case "dynamic":
      return "any";
    case "list":
    case "set":
    case "map":
      return `${type.kind}(${typeText(type.element)})`;
    case "tuple":
      return `tuple([${type.elements.map(typeText).join(", ")}])`;
    case "object":
      return `object({${[...type.attributes].map(([name, part]) => `${name} = ${typeText(part)}`).join(", ")}})`;
  }
}
