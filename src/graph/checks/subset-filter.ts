import { error, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { EntryOf } from "../../config/entry.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import { filterFields, isFilterField, matchesIn, regularExpression } from "../filter/evaluate-filter.ts";
import type { FilterMatch } from "../filter/filter-expression.ts";
import { parseFilter } from "../filter/parse-filter.ts";
import { targetKey } from "../target.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";

export const subsetFilterPages: readonly ErrorPage[] = [
  {
    code: graphCodes.malformedFilter,
    title: "A filter that cannot be read",
    meaning:
      "A subset's `filter` chooses instances by their fields: `Service.Meta.version == v1`, joined by `and`, `or` and `not`. A value with other characters than letters, digits, dots and dashes stands in quotes or backticks.",
    wrong: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version = v1" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    right: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    wayOut: "Write the filter in the form above.",
  },
  {
    code: graphCodes.unknownFilterField,
    title: "A filter on a field that instances do not have",
    meaning:
      "A filter on a misspelt field would select nothing, and requests for the subset would fail. The message lists the fields there are; `Service.Meta.` is followed by any key.",
    wrong: `resolver "api" {
  subset "v1" { filter = "Service.Mta.version == v1" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    right: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    wayOut: "Correct the field.",
  },
  {
    code: graphCodes.emptySubset,
    title: "A subset without an instance",
    meaning:
      "None of the instances that the documents declare fits the subset's filter, so that requests for it are answered with an error. This is a warning, since the instance may be added later.",
    wrong: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v3" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    right: `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    wayOut: "Correct the filter, or give an instance the `meta` it asks for.",
  },
];

/**
 * A subset's filter must be readable, name fields that instances have, and select at least one of them. Elsewhere a
 * misspelt field is accepted and selects nothing, without a word.
 */
export const subsetFilter: GraphCheck = (input) =>
  [...input.index.resolvers.values()].flatMap((entry) =>
    Object.entries(entry.value.subsets ?? {}).flatMap(([subset, { filter }]) =>
      judge({ entry, subset, filter: filter ?? "" }, input),
    ),
  );

interface SubsetSite {
  readonly entry: EntryOf<"service-resolver">;
  readonly subset: string;
  readonly filter: string;
}

function judge({ entry, subset, filter }: SubsetSite, { graph, index }: CheckInput): readonly Diagnostic[] {
  const subject = entry.rangeAt("subsets", subset, "filter");
  const parsed = filter.trim() === "" ? undefined : parseFilter(filter);
  if (parsed && !parsed.ok) {
    const detail = `${parsed.problem.message} at character ${parsed.problem.offset + 1} of the filter. Write it like \`Service.Meta.version == v1\`.`;
    return [error({ code: graphCodes.malformedFilter, summary: "Malformed filter", detail, subject })];
  }
  const problems = parsed
    ? matchesIn(parsed.expression).flatMap((match) => matchProblem(match, subject) ?? [])
    : [];
  if (problems.length > 0) return problems;
  const service = graph.services.get(entry.name);
  const target = graph.targets.get(targetKey({ service: entry.name, subset }));
  if (!service || !target || target.instances.length > 0 || index.isBroken("service", entry.name)) return [];
  const detail = `The filter selects none of the ${service.instances.length} declared instances of "${entry.name}". Correct the filter, or give an instance the meta it asks for.`;
  return [
    warning({
      code: graphCodes.emptySubset,
      summary: `Subset "${subset}" has no instance`,
      detail,
      subject,
      related: [{ message: `"${entry.name}" is declared here.`, range: service.range }],
    }),
  ];
}

function matchProblem(
  match: FilterMatch,
  subject: NonNullable<Diagnostic["subject"]>,
): Diagnostic | undefined {
  const name = match.selector.join(".");
  if (!isFilterField(match.selector)) {
    const detail = `An instance has no field "${name}".${didYouMean(name, filterFields)} Known are ${filterFields.join(", ")} and Service.Meta.<key>.`;
    return error({
      code: graphCodes.unknownFilterField,
      summary: "Unknown field in a filter",
      detail,
      subject,
    });
  }
  if (match.operator !== "matches" || regularExpression(match.value)) return undefined;
  const detail = `"${match.value}" is no regular expression in RE2's syntax. Correct it.`;
  return error({
    code: graphCodes.malformedFilter,
    summary: "Malformed regular expression in a filter",
    detail,
    subject,
  });
}
