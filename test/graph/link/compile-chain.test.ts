import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { targetKey } from "../../../src/graph/target.ts";
import { compiledMesh, compileDocuments, drawn } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

/** A chain as `weight target > failover, failover` rows. */
function chainOf(service: string, text: string): readonly string[] {
  const { graph } = compiledMesh(withServices(text, "a", "b", "c", "d"));
  return (graph.chains.get(service)?.splits ?? []).map(({ weight, target, failover }) =>
    [`${weight} ${targetKey(target)}`, ...failover.map(targetKey)].join(" > "),
  );
}

const splitter = (name: string, ...shares: readonly (readonly [number, string])[]): string =>
  `splitter "${name}" {\n${shares
    .map(([weight, target]) => {
      const [service = "", subset] = target.split(".").reverse();
      return `  split {\n    weight  = ${weight}\n    service = "${service}"\n${subset === undefined ? "" : `    subset = "${subset}"\n`}  }\n`;
    })
    .join("")}}\n`;
const subsets = 'subset "v1" {}\n  subset "v2" {}';
const resolver = (name: string, body: string): string => `resolver "${name}" {\n  ${body}\n}\n`;

describe("splits", () => {
  test.each([
    ["a service alone is one share", "", ["100 a"]],
    ["a splitter's shares keep their order", splitter("a", [90, "c"], [10, "a"]), ["90 c", "10 a"]],
    [
      "another service's splitter is entered",
      splitter("a", [50, "a"], [50, "b"]) + splitter("b", [20, "b"], [80, "c"]),
      ["50 a", "10 b", "40 c"],
    ],
    [
      "three levels",
      splitter("a", [50, "b"], [50, "a"]) +
        splitter("b", [50, "c"], [50, "b"]) +
        splitter("c", [50, "c"], [50, "d"]),
      ["12.5 c", "12.5 d", "25 b", "50 a"],
    ],
    [
      "equal targets become one share at the place of the first",
      splitter("a", [30, "c"], [50, "b"], [20, "d"]) + splitter("b", [60, "d"], [40, "c"]),
      ["50 c", "50 d"],
    ],
    ["its own splitter is not entered", splitter("a", [40, "a"], [60, "b"]), ["40 a", "60 b"]],
    [
      "a share of a subset enters no splitter",
      splitter("a", [100, "v1.b"]) + splitter("b", [100, "c"]) + resolver("b", subsets),
      ["100 v1.b"],
    ],
    ["a weight of nothing stays", splitter("a", [0, "b"], [100, "c"]), ["0 b", "100 c"]],
    [
      "rounding gives and takes nothing",
      splitter("a", [50, "b"], [50, "a"]) + splitter("b", [33.33, "b"], [33.33, "c"], [33.34, "d"]),
      ["16.67 b", "16.66 c", "16.67 d", "50 a"],
    ],
  ])("%s", (_, text, expected) => expect(chainOf("a", text)).toEqual(expected));

  const share = fc.integer({ min: 0, max: 10_000 });
  test("weights are hundredths that add up to 100, however splitters nest", () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 3, maxLength: 3 }), (shares) => {
        const text = shares
          .map((hundredths, level) => {
            const [own, next] =
              [
                ["a", "b"],
                ["b", "c"],
                ["c", "d"],
              ][level] ?? [];
            return splitter(
              own ?? "",
              [hundredths / 100, own ?? ""],
              [(10_000 - hundredths) / 100, next ?? ""],
            );
          })
          .join("");
        const weights = chainOf("a", text).map((row) => Number(row.split(" ")[0]));
        const hundredths = weights.map((weight) => weight * 100);
        for (const weight of hundredths) expect(Math.abs(weight - Math.round(weight))).toBeLessThan(1e-9);
        expect(hundredths.reduce((sum, weight) => sum + Math.round(weight), 0)).toBe(10_000);
      }),
      { numRuns: 40 },
    );
  });

  test("splitters that lead to each other in very many ways are flattened once", () => {
    const levels = 40;
    const names = Array.from({ length: levels }, (_, level) => [`l${level}`, `r${level}`] as const);
    const text = names
      .slice(0, -1)
      .flatMap((pair, level) => {
        const [left, right] = names[level + 1] ?? ["", ""];
        return pair.map((name) => splitter(name, [50, left], [50, right]));
      })
      .join("");
    const { graph } = compiledMesh(withServices(text, ...names.flat()));
    const splits = graph.chains.get("l0")?.splits ?? [];
    expect(splits.map(({ weight, target }) => `${weight} ${target.service}`)).toEqual([
      `50 l${levels - 1}`,
      `50 r${levels - 1}`,
    ]);
  });
});

describe("resolvers", () => {
  test.each([
    ["the default subset", resolver("a", `default_subset = "v2"\n  ${subsets}`), ["100 v2.a"]],
    ["a redirect", resolver("a", 'redirect { service = "b" }'), ["100 b"]],
    [
      "a redirect, then the default subset",
      resolver("a", 'redirect { service = "b" }') + resolver("b", `default_subset = "v1"\n  ${subsets}`),
      ["100 v1.b"],
    ],
    [
      "redirects in a row",
      resolver("a", 'redirect { service = "b" }') + resolver("b", 'redirect { service = "c" }'),
      ["100 c"],
    ],
    [
      "a redirect to a subset",
      resolver("a", 'redirect {\n    service = "b"\n    subset = "v1"\n  }') +
        resolver("b", `default_subset = "v2"\n  ${subsets}`),
      ["100 v1.b"],
    ],
  ])("%s", (_, text, expected) => expect(chainOf("a", text)).toEqual(expected));
});

describe("failover", () => {
  test.each([
    [
      "of a subset",
      resolver("a", `default_subset = "v1"\n  ${subsets}\n  failover "v1" { subset = "v2" }`),
      ["100 v1.a > v2.a"],
    ],
    [
      "of every subset",
      resolver("a", `default_subset = "v1"\n  ${subsets}\n  failover "*" { service = "b" }`),
      ["100 v1.a > b"],
    ],
    ["of the whole service", resolver("a", 'failover "*" { service = "b" }'), ["100 a > b"]],
    [
      "a subset's own before that of every subset",
      resolver(
        "a",
        `default_subset = "v1"\n  ${subsets}\n  failover "v1" { subset = "v2" }\n  failover "*" { service = "b" }`,
      ),
      ["100 v1.a > v2.a"],
    ],
    [
      "targets in order, each once",
      resolver(
        "a",
        'failover "*" {\n    target { service = "c" }\n    target { service = "b" }\n    target { service = "c" }\n  }',
      ),
      ["100 a > c > b"],
    ],
    [
      "never to itself",
      resolver("a", 'failover "*" {\n    target { service = "a" }\n    target { service = "b" }\n  }'),
      ["100 a > b"],
    ],
    [
      "where redirects and default subsets lead",
      resolver("a", 'failover "*" {\n    target { service = "b" }\n    target { service = "d" }\n  }') +
        resolver("b", 'redirect { service = "c" }') +
        resolver("d", `default_subset = "v2"\n  ${subsets}`),
      ["100 a > c > v2.d"],
    ],
    [
      "one level deep",
      resolver("a", 'failover "*" { service = "b" }') + resolver("b", 'failover "*" { service = "c" }'),
      ["100 a > b"],
    ],
    [
      "none for a subset called like what objects have by themselves",
      resolver("a", 'default_subset = "constructor"\n  subset "constructor" {}'),
      ["100 constructor.a"],
    ],
  ])("%s", (_, text, expected) => expect(chainOf("a", text)).toEqual(expected));
});

test.each([
  ["splitters", splitter("a", [50, "b"], [50, "a"]) + splitter("b", [100, "a"])],
  ["redirects", resolver("a", 'redirect { service = "b" }') + resolver("b", 'redirect { service = "a" }')],
])("a circle of %s ends", (_, text) => {
  const { diagnostics, mesh } = compileDocuments(withServices(text, "a", "b"));
  expect(mesh).toBeUndefined();
  expect(diagnostics.map(drawn)).toEqual([expect.stringContaining("MESH3008 Circular reference")]);
});
