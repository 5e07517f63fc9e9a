import type { CtyType } from "./cty-type.ts";
import { MalformedValue } from "./malformed-value.ts";

/** A type as schemas and dynamic values carry it, for example `["list","string"]`. */
export function typeToJson(type: CtyType): string {
  return JSON.stringify(toJson(type));
}

/** Throws {@link MalformedValue} for what is no type. */
export function typeFromJson(text: string): CtyType {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new MalformedValue("a type that is no JSON", { cause });
  }
  return fromJson(json, 0);
}

/** Deeper than any schema, and shallow enough to be walked by recursion. */
const maxDepth = 100;

function toJson(type: CtyType): unknown {
  switch (type.kind) {
    case "string":
    case "number":
    case "bool":
    case "dynamic":
      return type.kind;
    case "list":
    case "set":
    case "map":
      return [type.kind, toJson(type.element)];
    case "tuple":
      return ["tuple", type.elements.map(toJson)];
    case "object":
      return ["object", Object.fromEntries([...type.attributes].map(([name, part]) => [name, toJson(part)]))];
  }
}

function fromJson(json: unknown, depth: number): CtyType {
  if (depth > maxDepth) throw new MalformedValue(`a type of more than ${maxDepth} levels`);
  if (json === "string" || json === "number" || json === "bool" || json === "dynamic") return { kind: json };
  const [kind, argument] = Array.isArray(json) ? (json as readonly unknown[]) : [];
  if (kind === "list" || kind === "set" || kind === "map")
    return { kind, element: fromJson(argument, depth + 1) };
  if (kind === "tuple" && Array.isArray(argument))
    return { kind, elements: argument.map((part) => fromJson(part, depth + 1)) };
  if (kind === "object" && typeof argument === "object" && argument !== null) {
    const attributes = Object.entries(argument).map(
      ([name, part]) => [name, fromJson(part, depth + 1)] as const,
    );
    return { kind, attributes: new Map(attributes) };
  }
  throw new MalformedValue("a type of no known kind");
}
