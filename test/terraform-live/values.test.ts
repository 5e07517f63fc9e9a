/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Provider, ResourceLifecycle } from "../../src/terraform/framework/provider.ts";
import type { CtyMap } from "../../src/terraform/wire/value/cty-value.ts";
import { sentAttributes, sentValues } from "../terraform/support/sent-values.ts";
import { serveProvider } from "../support/terraform/served-provider.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

jest.setTimeout(90_000);

/** A resource that keeps what it is given, and says what that was. */
function keeping(seen: (name: string, config: CtyMap) => void): Provider<object> {
  const stored = (planned: CtyMap) => ({
    value: { state: new Map([...planned, ["number", 7]]), private: "" },
    diagnostics: [],
  });
  const lifecycle: ResourceLifecycle<object> = {
    plan: ({ planned, config }) => {
      const name = config.get("name");
      if (typeof name === "string") seen(name, config);
      return Promise.resolve({ value: { planned, private: "" }, diagnostics: [] });
    },
    create: ({ planned }) => Promise.resolve(stored(planned)),
    update: ({ planned }) => Promise.resolve(stored(planned)),
    read: ({ state, private: kept }) => Promise.resolve({ value: { state, private: kept }, diagnostics: [] }),
    delete: () => Promise.resolve([]),
    import: () => Promise.resolve({ value: undefined, diagnostics: [] }),
  };
  return {
    schema: { version: 0, description: "", attributes: {} },
    configure: () => ({ value: {}, diagnostics: [] }),
    resources: {
      probe_value: { schema: { version: 0, description: "", attributes: sentAttributes }, ...lifecycle },
    },
    dataSources: {},
    functions: {},
  };
}

describeTerraform("$name", ({ path }) => {
  const planned = new Map<string, CtyMap>();
  let site: TestSite;
  let workspace: TerraformWorkspace;
  beforeAll(async () => {
    site = await TestSite.open();
    const provider = keeping((name, config) => planned.has(name) || planned.set(name, config));
    await serveProvider(site, { name: "probe", provider });
    workspace = new TerraformWorkspace(site, { name: "values", program: path, provider: "probe" });
    const resources = Object.entries(sentValues).map(
      ([name, [attribute, expression]]) =>
        `resource "probe_value" "${name}" {\n  name = "${name}"\n  ${attribute} = ${expression}\n}\n`,
    );
    const later = 'resource "terraform_data" "later" {}\n';
    workspace.write("main.tf", [later, ...resources].join(""));
  });
  afterAll(() => site.dispose());

  test("sends values of every type, known and unknown, and keeps what it gets back", async () => {
    await workspace.apply();
    const arrived = [...planned].map(([name, config]) => {
      const [attribute = ""] = sentValues[name] ?? [];
      return [name, config.get(attribute) ?? null] as const;
    });
    expect(Object.fromEntries(arrived)).toEqual(
      Object.fromEntries(Object.entries(sentValues).map(([name, [, , value]]) => [name, value])),
    );
    expect(await workspace.state("probe_value.integer_beyond_64_bits")).toMatchObject({ number: 7 });
  });
});
