import { serviceNameOf } from "../service-name.ts";
import { versionSubset } from "../version-subset.ts";
import type { MadeStatement } from "./entries-to-items.ts";

/**
 * Subsets that are split to and that nobody describes: those of services that constructs declare have the instances of
 * the version of their name. What is declared elsewhere has its resolver there as well.
 */
export function impliedSubsets(made: readonly MadeStatement[]): readonly MadeStatement[] {
  const declared = new Set(namesOf(made, "service"));
  const described = new Set(
    made.flatMap(({ statement }) =>
      statement.kind === "service-resolver"
        ? Object.keys(objectOf(statement.props["subsets"])).map((subset) => keyOf(statement.name, subset))
        : [],
    ),
  );
  const implied: MadeStatement[] = [];
  for (const { statement, origin } of made) {
    const { kind, name, props } = statement;
    if (kind !== "service-splitter" || !declared.has(serviceNameOf(name))) continue;
    for (const subset of subsetsOf(props["splits"])) {
      if (described.has(keyOf(name, subset))) continue;
      described.add(keyOf(name, subset));
      implied.push({
        origin,
        statement: {
          kind: "service-resolver",
          name,
          about: { part: "entry" },
          props: { subsets: { [subset]: versionSubset(subset) } },
        },
      });
    }
  }
  return implied;
}

function namesOf(made: readonly MadeStatement[], kind: string): readonly string[] {
  return made.flatMap(({ statement }) => (statement.kind === kind ? [serviceNameOf(statement.name)] : []));
}

/** Those of the split service itself. */
function subsetsOf(splits: unknown): readonly string[] {
  if (!Array.isArray(splits)) return [];
  const list: readonly unknown[] = splits;
  return list.flatMap((split) => {
    const known = objectOf(split);
    const subset: unknown = Reflect.get(known, "subset");
    return typeof subset === "string" && Reflect.get(known, "service") === undefined ? [subset] : [];
  });
}

function keyOf(name: MadeStatement["statement"]["name"], subset: string): string {
  return `${serviceNameOf(name)} ${subset}`;
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
