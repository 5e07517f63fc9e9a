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
  [
    "an element whose required field it is",
    ["/checks/1/type"],
    { ...web, checks: [check("1s"), check("3s")] },
  ],
  ["a list without a good element", ["/checks/0", "/checks/1", "/checks/2"], { ...web, checks: undefined }],
  [
    "several parts",
    ["/protocol", "/checks/0"],
    { ...web, protocol: undefined, checks: [check("2s"), check("3s")] },
  ],
])("without %s", (_, mistaken, expected) => {
  const left = withoutMistaken(web, "service", new Set(mistaken));
  expect(left?.value).toEqual(expected);
});

test.each([
  ["a required field", ["/port"]],
  ["all of it", [""]],
])("nothing stays without %s", (_, mistaken) => {
  expect(withoutMistaken(web, "service", new Set(mistaken))).toBeUndefined();
});

test("splits stand and fall together: their weights add up", () => {
  const splitter = { name: "web", splits: [{ weight: 50 }, { weight: 500 }] };
  expect(withoutMistaken(splitter, "service-splitter", new Set(["/splits/1/weight"]))).toBeUndefined();
});

test("places are those of the whole, also behind what is gone", () => {
  const left = withoutMistaken(web, "service", new Set(["/checks/0", "/meta/a"]));
  expect(left?.pointerTo(["checks", 0, "interval"])).toBe("/checks/1/interval");
  expect(left?.pointerTo(["checks", 1])).toBe("/checks/2");
  expect(left?.pointerTo(["meta", "b"])).toBe("/meta/b");
  expect(left?.pointerTo([])).toBe("");
});
