import { resolveSchema, schemaOfKind } from "../../config/schema.ts";
import type { LocatedSchema } from "../../config/schema.ts";
import type { Origin, Statement } from "../mesh-construct.ts";
import { groupedBy } from "../grouped-by.ts";
import { serviceNameOf } from "../service-name.ts";
import type { DocumentItem, Part } from "./document-item.ts";
import { entryField, knownName, namedBlock, propsToItems } from "./props-to-items.ts";
import type { ConversionContext } from "./props-to-items.ts";
import type { TerraformValues } from "./terraform-values.ts";

/** A statement, and the construct that makes it. */
export interface MadeStatement {
  readonly statement: Statement;
  readonly origin: Origin;
}

/**
 * A block for each entry, with what all constructs say of it, in the order in which they came. A service that is declared
 * a second time has a second block, for the compiler to refuse as such.
 */
export function entriesToItems(
  made: readonly MadeStatement[],
  values: TerraformValues,
): readonly DocumentItem<Origin>[] {
  const repeated = repeatedServices(made);
  const entries = groupedBy(made, ({ statement: { kind, name } }) => {
    const path = kind === "service" ? repeated.get(name) : undefined;
    return `${kind} ${serviceNameOf(name)} ${path ?? ""}`;
  });
  return [...entries.values()].flatMap(([first, ...rest]) =>
    first ? [entryBlock(first, [first, ...rest], values)] : [],
  );
}

/** The constructs that declare a service of which another of this name came before, with their paths. */
function repeatedServices(made: readonly MadeStatement[]): ReadonlyMap<unknown, string> {
  const declared = made.flatMap(({ statement: { kind, name }, origin }) => {
    const said: unknown = name;
    return kind === "service" && said === origin ? [{ name: serviceNameOf(name), origin }] : [];
  });
  const groups = [...groupedBy(declared, ({ name }) => name).values()];
  const repeated = groups.flatMap(([, ...others]) => others);
  return new Map(repeated.map(({ origin }) => [origin, origin.node.path]));
}

function entryBlock(
  { statement: { kind, name }, origin }: MadeStatement,
  made: readonly MadeStatement[],
  values: TerraformValues,
): Part<Origin> {
  const { schema } = schemaOfKind(kind);
  const type = schema["x-mesh-block"] ?? kind;
  if (schema["x-mesh-label"] === undefined) {
    const items = ownItems(made, { values, path: [type], origin });
    return part(origin, [{ kind: "block", type, label: undefined, items }]);
  }
  const context = { values, path: [knownName(name) ?? "", type], origin };
  const { label, items } = namedBlock(name, "name", context);
  return part(origin, [
    {
      kind: "block",
      type,
      label,
      items: [...items, ...ownItems(made, context), ...sourceBlocks(made, context)],
    },
  ]);
}

function ownItems(made: readonly MadeStatement[], context: ConversionContext): readonly Part<Origin>[] {
  return made
    .filter(({ statement }) => statement.about.part === "entry")
    .map(({ statement: { kind, props }, origin }) =>
      part(origin, propsToItems(props, schemaOfKind(kind), { ...context, origin })),
    );
}

/** One block for each caller, with all that is said of it. */
function sourceBlocks(
  made: readonly MadeStatement[],
  { values, path }: ConversionContext,
): readonly Part<Origin>[] {
  const sources = made.flatMap(({ statement, origin }) =>
    statement.about.part === "source"
      ? [{ source: statement.about.name, props: statement.props, origin }]
      : [],
  );
  const groups = groupedBy(sources, ({ source }) => serviceNameOf(source));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const inner = { values, path: [...path, knownName(first.source) ?? ""], origin: first.origin };
    const { label, items } = namedBlock(first.source, "name", inner);
    const bodies = group.map(({ props, origin }) =>
      part(origin, propsToItems(props, sourceSchema(), { ...inner, origin })),
    );
    return [part(first.origin, [{ kind: "block", type: "source", label, items: [...items, ...bodies] }])];
  });
}

function sourceSchema(): LocatedSchema {
  const field = entryField("service-intentions", "sources");
  if (!field) throw new Error("the schema of intentions has no sources");
  const { schema, kind } = resolveSchema(field.located);
  return { schema: schema.items ?? {}, kind };
}

function part(origin: Origin, items: readonly DocumentItem<Origin>[]): Part<Origin> {
  return { kind: "part", origin, items };
}
