import { describe, expect, test } from "@jest/globals";
import { providerHandlers } from "../../../src/terraform/framework/provider-handlers.ts";
import type { Provider, Resource } from "../../../src/terraform/framework/provider.ts";
import { providerError } from "../../../src/terraform/framework/provider-diagnostic.ts";
import { ofType } from "../../../src/terraform/framework/schema.ts";
import type { Schema } from "../../../src/terraform/framework/schema.ts";
import type { RequestOf } from "../../../src/terraform/wire/protocol/provider-calls.ts";
import { ctyObject, ctyString } from "../../../src/terraform/wire/value/cty-type.ts";
import { isCtyMap } from "../../../src/terraform/wire/value/cty-value.ts";
import { valueFromMsgpack } from "../../../src/terraform/wire/value/msgpack.ts";

const schema: Schema = {
  version: 1,
  description: "A thing.",
  attributes: { name: { description: "Its name.", presence: "required", shape: ofType(ctyString) } },
};
const never = () => Promise.reject(new Error("not asked for"));
const thing: Resource<string> = {
  schema,
  upgrades: new Map([[0, (json) => json.replace("old_name", "name")]]),
  move: ({ typeName, providerAddress, json }) => {
    if (typeName === "null_thing") return undefined;
    if (json === "{}") {
      return { value: undefined, diagnostics: [providerError({ summary: "Empty", detail: "No." })] };
    }
    const state = new Map([["name", `${providerAddress} ${json}`]]);
    return { value: { state, private: "kept" }, diagnostics: [] };
  },
  plan: never,
  create: never,
  update: never,
  read: never,
  delete: never,
  import: never,
};
const { move: _, ...unmovable } = thing;
const provider: Provider<string> = {
  schema: { version: 0, description: "", attributes: {} },
  configure: () => ({ value: "connected", diagnostics: [] }),
  resources: { my_thing: thing, my_other: unmovable },
  dataSources: {},
  functions: {},
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function moved(from: string, json: string, more: Partial<RequestOf<"MoveResourceState">> = {}) {
  const { targetState, diagnostics, targetPrivate } = await providerHandlers(provider).MoveResourceState({
    sourceProviderAddress: "example.com/x/y",
    sourceTypeName: from,
    sourceSchemaVersion: 0,
    sourceState: { json: utf8(json) },
    targetTypeName: "my_thing",
    sourcePrivate: utf8("theirs"),
    ...more,
  });
  const state = targetState?.msgpack && valueFromMsgpack(targetState.msgpack, ctyObject({ name: ctyString }));
  return {
    state: isCtyMap(state) ? state.get("name") : state,
    problems: diagnostics?.map(({ summary, detail }) => `${summary}: ${detail}`) ?? [],
    kept: new TextDecoder().decode(targetPrivate),
  };
}

describe("a moved object", () => {
  test("of the same type is upgraded, whatever provider it was of", async () =>
    expect(await moved("my_thing", '{"old_name":"a"}')).toEqual({
      state: "a",
      problems: [],
      kept: "theirs",
    }));

  test("of another type is what the resource makes of it", async () =>
    expect(await moved("their_thing", '{"x":1}')).toEqual({
      state: 'example.com/x/y {"x":1}',
      problems: [],
      kept: "kept",
    }));

  test("that the resource cannot use is its problem", async () =>
    expect(await moved("their_thing", "{}")).toEqual({ state: null, problems: ["Empty: No."], kept: "" }));

  test.each([
    { what: "of a type that the resource does not take", from: "null_thing", to: "my_thing" },
    { what: "for a resource that takes none", from: "their_thing", to: "my_other" },
  ])("$what is refused", async ({ from, to }) =>
    expect(await moved(from, "{}", { targetTypeName: to })).toEqual({
      state: null,
      problems: [expect.stringContaining(`A ${to} cannot take the place of a ${from}.`)],
      kept: "",
    }),
  );
});
