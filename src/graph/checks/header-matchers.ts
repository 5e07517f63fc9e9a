import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { permissionMatches } from "./places/permission-places.ts";
import { placesWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";
import { routeMatches } from "./places/router-places.ts";

export const headerMatchersPages: readonly ErrorPage[] = [
  {
    code: graphCodes.oneMatcher,
    title: "A header or query parameter with no test, or with several",
    meaning:
      "A header and a query parameter are matched by exactly one test, such as `present` or `exact`. Without one nothing is asked of it, and of two it is not clear whether one suffices. `ignore_case` changes the tests that compare texts: `exact`, `prefix`, `suffix` and `contains`.",
    wrong: `router "api" {
  route {
    match {
      http {
        header "x-user" {}
      }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    match {
      http {
        header "x-user" { present = true }
      }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Give it one test. To ask for two things of one header write two `header` blocks.",
  },
];

const headerTests = ["present", "exact", "prefix", "suffix", "contains", "regex"] as const;
const queryTests = ["present", "exact", "regex"] as const;
/** The tests whose outcome depends on capitals and that can do without them. */
const cased: ReadonlySet<string> = new Set(["exact", "prefix", "suffix", "contains"]);

type Test = (typeof headerTests)[number];
type Tests = Readonly<Partial<Record<Test, string | boolean>>> & {
  readonly name: string;
  readonly ignore_case?: boolean;
};

/** Every header and every query parameter is matched by exactly one test. */
export const headerMatchers: GraphCheck = ({ index }) => [
  ...routeMatches(index).flatMap((match) => [
    ...placesWithin(match, ["header"], match.value.header).flatMap((header) =>
      judge(header, { what: "header", tests: headerTests.filter((test) => test !== "contains") }),
    ),
    ...placesWithin(match, ["query_param"], match.value.query_param).flatMap((parameter) =>
      judge(parameter, { what: "query parameter", tests: queryTests }),
    ),
  ]),
  ...permissionMatches(index).flatMap((match) =>
    placesWithin(match, ["header"], match.value.header).flatMap((header) =>
      judge(header, { what: "header", tests: headerTests }),
    ),
  ),
];

interface Matcher {
  readonly what: string;
  readonly tests: readonly Test[];
}

function judge({ value, range, rangeAt }: Place<Tests>, { what, tests }: Matcher): readonly Diagnostic[] {
  // `present = false` asks for nothing, as Consul reads it; `invert` turns a test round.
  const given = tests.filter((test) => value[test] !== undefined && value[test] !== false);
  const [first, second] = given;
  if (first === undefined) {
    return [
      error({
        code: graphCodes.oneMatcher,
        summary: `Nothing is asked of the ${what} "${value.name}"`,
        detail: `Give it exactly one of ${tests.join(", ")}.`,
        subject: range,
      }),
    ];
  }
  if (second !== undefined) {
    return [
      error({
        code: graphCodes.oneMatcher,
        summary: `Two tests of the ${what} "${value.name}"`,
        detail: `It has exactly one of ${tests.join(", ")}. Remove one, or write a second block for the same name.`,
        subject: rangeAt(second),
        related: [{ message: "The other is here.", range: rangeAt(first) }],
      }),
    ];
  }
  if (!value.ignore_case || cased.has(first)) return [];
  return [
    error({
      code: graphCodes.oneMatcher,
      summary: `ignore_case beside ${first}`,
      detail:
        first === "regex"
          ? "A regular expression says itself whether capitals make a difference: begin it with (?i). Remove ignore_case."
          : "Whether a header is there does not depend on capitals in its value. Remove ignore_case.",
      subject: rangeAt("ignore_case"),
    }),
  ];
}
