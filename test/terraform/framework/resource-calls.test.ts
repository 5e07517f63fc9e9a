import { describe, expect, test } from "@jest/globals";
import { attributeAt } from "../../../src/terraform/framework/attribute-path.ts";
import { providerHandlers } from "../../../src/terraform/framework/provider-handlers.ts";
import { providerError, providerWarning } from "../../../src/terraform/framework/provider-diagnostic.ts";
import type { Provider, Resource, ResourceLifecycle } from "../../../src/terraform/framework/provider.ts";
import { objectType, ofType } from "../../../src/terraform/framework/schema.ts";
import type { Schema } from "../../../src/terraform/framework/schema.ts";
import type { ProviderHandlers } from "../../../src/terraform/wire/protocol/provider-calls.ts";
import { ctyString } from "../../../src/terraform/wire/value/cty-type.ts";
import type { CtyMap, CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";
import { valueFromMsgpack, valueToMsgpack } from "../../../src/terraform/wire/value/msgpack.ts";

const text = { description: "", presence: "optional", shape: ofType(ctyString) } as const;
const schema: Schema = {
  version: 3,
  description: "A thing.",
  attributes: {
    name: { ...text, presence: "required", requiresReplace: true },
    id: { ...text, presence: "computed", isStable: true },
    secret: { ...text, writeOnly: true },
  },
};
const type = objectType(schema.attributes);
const thing = (values: Readonly<Record<string, CtyValue>>): CtyMap =>
  new Map(Object.keys(schema.attributes).map((name) => [name, values[name] ?? null]));

const problem = providerError({ summary: "No", detail: "It is so.", path: attributeAt("name") });
const onWire = {
  severity: "error",
  summary: "No",
  detail: "It is so.",
  attribute: { steps: [{ attributeName: "name" }] },
};
const never = () => Promise.reject(new Error("not asked for"));
const unasked: ResourceLifecycle<string> = {
  plan: never,
  create: never,
  update: never,
  read: never,
  delete: never,
  import: never,
};

/** The calls of a provider of things, configured, whose things live as is said. */
async function calls(
  lifecycle: Partial<ResourceLifecycle<string>>,
  upgrades: Resource<string>["upgrades"] = new Map(),
): Promise<ProviderHandlers> {
  const provider: Provider<string> = {
    schema: { version: 0, description: "", attributes: {} },
    configure: () => ({ value: "connected", diagnostics: [] }),
    resources: { my_thing: { schema, upgrades, ...unasked, ...lifecycle } },
    dataSources: {},
    functions: {},
  };
  const handlers = providerHandlers(provider);
  await handlers.ConfigureProvider({
    terraformVersion: "1.11.0",
    config: { msgpack: valueToMsgpack(new Map(), { kind: "object", attributes: new Map() }), json: none },
    clientCapabilities: undefined,
  });
  return handlers;
}

const none = new Uint8Array();
const utf8 = (content: string): Uint8Array => new TextEncoder().encode(content);
const sent = (value: CtyValue) => ({ msgpack: valueToMsgpack(value, type), json: none });
const received = (value: { readonly msgpack?: Uint8Array | undefined } | undefined): CtyValue | undefined =>
  value?.msgpack && valueFromMsgpack(value.msgpack, type);
const typeName = "my_thing";
const state = thing({ name: "a", id: "1" });

describe("the state of an older version", () => {
  const upgrades = new Map([
    [0, (json: string) => json.replace("title", "label")],
    [1, (json: string) => json.replace("label", "name")],
    [2, (json: string) => json],
  ]);
  const upgrade = async (version: number, json: string, steps: Resource<string>["upgrades"] = upgrades) =>
    (await calls({}, steps)).UpgradeResourceState({ typeName, version, rawState: { json: utf8(json) } });

  test.each([
    [0, '{"title":"a","id":"1"}'],
    [1, '{"label":"a","id":"1"}'],
    [2, '{"name":"a","id":"1"}'],
    [3, '{"name":"a","id":"1","gone":true}'],
  ])("%i is brought to this one, version by version", async (version, json) => {
    const { upgradedState, diagnostics } = await upgrade(version, json);
    expect(diagnostics ?? []).toEqual([]);
    expect(received(upgradedState)).toEqual(state);
  });

  test("that nobody can upgrade is a mistake of the provider", async () => {
    const gap = new Map([...upgrades].filter(([version]) => version !== 1));
    await expect(upgrade(0, "{}", gap)).rejects.toThrow("no upgrade from version 1 of the schema");
  });

  test.each([
    ["no JSON", "{", "a state that is no JSON"],
    ["a value of another type", '{"name":["a"]}', "a value that is no string"],
  ])("that holds %s is an error for people", async (_, json, found) => {
    const { upgradedState, diagnostics } = await upgrade(3, json);
    expect(upgradedState).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { severity: "error", summary: "The state cannot be read", detail: expect.stringContaining(found) },
    ]);
  });
});

describe("what cannot be done leaves things as they were", () => {
  test("a thing that cannot be read", async () => {
    const handlers = await calls({
      read: () => Promise.resolve({ value: undefined, diagnostics: [problem] }),
    });
    const answer = await handlers.ReadResource({
      typeName,
      currentState: sent(state),
      private: utf8("kept"),
    });
    expect(received(answer.newState)).toEqual(state);
    expect(answer).toMatchObject({ private: utf8("kept"), diagnostics: [onWire] });
  });

  test("a thing that cannot be destroyed, with what is kept of it", async () => {
    const handlers = await calls({ delete: () => Promise.resolve([problem]) });
    const { plannedState, plannedPrivate = none } = await handlers.PlanResourceChange({
      typeName,
      priorState: sent(state),
      proposedNewState: sent(null),
      config: sent(null),
      priorPrivate: utf8("kept"),
    });
    expect(received(plannedState)).toBeNull();
    const answer = await handlers.ApplyResourceChange({
      typeName,
      priorState: sent(state),
      plannedState: sent(null),
      config: sent(null),
      plannedPrivate,
    });
    expect(received(answer.newState)).toEqual(state);
    expect(answer).toMatchObject({ private: utf8("kept"), diagnostics: [onWire] });
  });

  test("a thing that cannot be created", async () => {
    const handlers = await calls({
      create: () => Promise.resolve({ value: undefined, diagnostics: [problem] }),
    });
    const answer = await handlers.ApplyResourceChange({
      typeName,
      priorState: sent(null),
      plannedState: sent(state),
      config: sent(thing({ name: "a" })),
      plannedPrivate: none,
    });
    expect(received(answer.newState)).toBeNull();
    expect(answer.diagnostics).toEqual([onWire]);
  });

  test("a thing that cannot be imported", async () => {
    const handlers = await calls({
      import: () => Promise.resolve({ value: { state, private: "" }, diagnostics: [problem] }),
    });
    expect(await handlers.ImportResourceState({ typeName, id: "a" })).toEqual({
      importedResources: [],
      diagnostics: [onWire],
    });
  });
});

describe("what is done", () => {
  const stored = { value: { state: thing({ ...Object.fromEntries(state), secret: "s" }), private: "new" } };
  const warning = providerWarning({ summary: "Careful", detail: "It is slow." });

  test("is planned with what the configuration alone holds, which then stands in no plan and no state", async () => {
    const seen: CtyMap[] = [];
    const handlers = await calls({
      plan: ({ config }) => {
        seen.push(config);
        return Promise.resolve({ value: { planned: config, private: "base" }, diagnostics: [] });
      },
      update: ({ config, private: kept }) => {
        seen.push(config);
        expect(kept).toBe("base");
        return Promise.resolve({ ...stored, diagnostics: [warning] });
      },
    });
    const config = thing({ name: "b", secret: "s" });
    const plan = await handlers.PlanResourceChange({
      typeName,
      priorState: sent(state),
      proposedNewState: sent(thing({ name: "b", id: "1" })),
      config: sent(config),
      priorPrivate: utf8("old"),
    });
    expect(received(plan.plannedState)).toEqual(thing({ name: "b" }));
    expect(plan.requiresReplace).toEqual([{ steps: [{ attributeName: "name" }] }]);
    const answer = await handlers.ApplyResourceChange({
      typeName,
      priorState: sent(state),
      plannedState: sent(thing({ name: "b" })),
      config: sent(config),
      plannedPrivate: plan.plannedPrivate ?? none,
    });
    expect(seen).toEqual([config, config]);
    expect(received(answer.newState)).toEqual(state);
    expect(answer).toMatchObject({ private: utf8("new"), diagnostics: [{ severity: "warning" }] });
  });

  test("ends early when Terraform says so", async () => {
    const signals: boolean[] = [];
    const handlers = await calls({
      create: async ({ signal }) => {
        await handlers.StopProvider({});
        signals.push(signal.aborted);
        return { ...stored, diagnostics: [] };
      },
    });
    await handlers.ApplyResourceChange({
      typeName,
      priorState: sent(null),
      plannedState: sent(state),
      config: sent(state),
      plannedPrivate: none,
    });
    expect(signals).toEqual([true]);
  });

  test("is gone when reading says so", async () => {
    const handlers = await calls({ read: () => Promise.resolve({ value: undefined, diagnostics: [] }) });
    const answer = await handlers.ReadResource({ typeName, currentState: sent(state), private: none });
    expect(received(answer.newState)).toBeNull();
  });
});
