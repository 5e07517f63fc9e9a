import { expect, test } from "@jest/globals";
import { withoutMistaken } from "../../src/config/without-mistaken.ts";

const check = (interval: string) => ({ type: "http", interval });
const web = {
  name: "web",
  port: 8080,
  protocol: "http",
  meta: { a: "1", b: "2" },
  checks: [check("1s"), check("2s"), check("3s")],
};

test.each<[string, readonly string[], unknown]>([
  ["nothing", [], web],
  ["an optional field", ["/protocol"], { ...web, protocol: undefined }],
  ["a member of a map", ["/meta/a"], { ...web, meta: { b: "2" } }],
  [
    "an optional field of an element",
    ["/checks/1/interval"],
    { ...web, checks: [check("1s"), { type: "http" }, check("3s")] },
  ],
  ["a list of which nothing is left", ["/checks/0", "/checks/1", "/checks/2"], { ...web, checks: [] }],
  [
    "several parts",
    ["/protocol", "/checks/0"],
    { ...web, protocol: undefined, checks: [check("2s"), check("3s")] },
  ],
  ["a field that was not there", ["/external_sni"], web],
])("without %s", (_, lost, expected) => {
  const left = withoutMistaken(web, "service", { lost: new Set(lost), extent: "sparse" });
  expect(left?.value).toEqual(expected);
});

test.each<[string, readonly string[], readonly [sparse: unknown, full: unknown]]>([
  [
    "a required number",
    ["/port"],
    [
      { ...web, port: 2 },
      { ...web, port: 2 },
    ],
  ],
  [
    "an optional field",
    ["/protocol"],
    [
      { ...web, protocol: undefined },
      { ...web, protocol: "tcp" },
    ],
  ],
  [
    "a field that was not there",
    ["/checks/1/path"],
    [web, { ...web, checks: [check("1s"), { ...check("2s"), path: "/stand-in-1" }, check("3s")] }],
  ],
  [
    "a required field of an element",
    ["/checks/0/type"],
    [
      { ...web, checks: [{ type: "tcp", interval: "1s" }, check("2s"), check("3s")] },
      { ...web, checks: [{ type: "http", interval: "1s" }, check("2s"), check("3s")] },
    ],
  ],
])("something else stands in for %s", (_, lost, expected) => {
  const extents = ["sparse", "full"] as const;
  const found = extents.map((extent) => withoutMistaken(web, "service", { lost: new Set(lost), extent }));
  expect(found.map((left) => left?.value)).toEqual(expected);
});

test("nothing stays without all of it", () => {
  expect(withoutMistaken(web, "service", { lost: new Set([""]), extent: "sparse" })).toBeUndefined();
});

test("places are those of the whole, also behind what is gone", () => {
  const lost = new Set(["/checks/0", "/meta/a"]);
  const left = withoutMistaken(web, "service", { lost, extent: "sparse" });
  expect(left?.pointerTo(["checks", 0, "interval"])).toBe("/checks/1/interval");
  expect(left?.pointerTo(["checks", 1])).toBe("/checks/2");
  expect(left?.pointerTo(["meta", "b"])).toBe("/meta/b");
  expect(left?.pointerTo([])).toBe("");
});
