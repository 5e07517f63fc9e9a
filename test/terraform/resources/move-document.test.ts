import { expect, test } from "@jest/globals";
import { movedDocument } from "../../../src/terraform/resources/document/move-document.ts";

const moved = (typeName: string, state: unknown) =>
  movedDocument({ providerAddress: "x/y/z", typeName, json: JSON.stringify(state) });

test.each<[string, string, unknown]>([
  [
    "a terraform_data by its input",
    "terraform_data",
    { id: "1", input: { value: { set: "team" }, type: ["object", { set: "string" }] } },
  ],
  ["a null_resource by its triggers", "null_resource", { id: "1", triggers: { set: "team", type: "x" } }],
])("%s names the set", (_, typeName, state) => {
  const answer = moved(typeName, state);
  expect(answer?.diagnostics).toEqual([]);
  expect(answer?.value?.state.get("set")).toBe("team");
  expect(answer?.value?.state.get("revision")).toBeNull();
});

test.each<[string, string, unknown]>([
  ["nothing is kept", "terraform_data", { input: null }],
  ["something else is kept", "terraform_data", { input: { value: "team", type: "string" } }],
  ["the name is none", "null_resource", { triggers: { set: "a b" } }],
  ["there is no state", "null_resource", null],
])("%s: an error that says how to name the set", (_, typeName, state) =>
  expect(moved(typeName, state)).toMatchObject({
    value: undefined,
    diagnostics: [{ summary: "Which set?", detail: expect.stringContaining('= { set = "default" }') }],
  }),
);

test("anything else is not taken over", () => expect(moved("aws_instance", {})).toBeUndefined());
