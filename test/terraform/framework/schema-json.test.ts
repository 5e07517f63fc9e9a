import { expect, test } from "@jest/globals";
import type { Provider } from "../../../src/terraform/framework/provider.ts";
import { providersSchemaJson } from "../../../src/terraform/framework/schema-json.ts";
import type { Attribute } from "../../../src/terraform/framework/schema.ts";
import { ofType } from "../../../src/terraform/framework/schema.ts";
import { ctyBool, ctyList, ctyString } from "../../../src/terraform/wire/value/cty-type.ts";

const text: Attribute = { description: "A text.", presence: "optional", shape: ofType(ctyString) };

const attributes: Readonly<Record<string, Attribute>> = {
  required: { ...text, presence: "required" },
  computed: { ...text, presence: "computed", sensitive: true },
  either: { ...text, presence: "optional-computed", deprecation: "Use another." },
  standard: { ...text, shape: ofType(ctyBool), default: true },
  secret: { ...text, writeOnly: true },
  nested: { ...text, shape: { kind: "nested", mode: "list", attributes: { inner: text } } },
};

const provider: Provider<undefined> = {
  schema: { version: 3, description: "All of it.", attributes },
  configure: () => ({ value: undefined, diagnostics: [] }),
  resources: {},
  dataSources: {},
  functions: {
    join: {
      summary: "Joins",
      description: "Joins texts.",
      parameters: [{ name: "with", type: ctyString, description: "Between them.", allowsNull: true }],
      variadic: { name: "parts", type: ctyList(ctyString), description: "Lists of them." },
      returns: ctyString,
      call: () => ({ kind: "value", value: "" }),
    },
  },
};

const described = { description: "A text.", description_kind: "markdown" };

test("a schema is told as Terraform tells it: only the flags that are set", () => {
  expect(providersSchemaJson("example.com/own/mesh", provider)).toEqual({
    format_version: "1.0",
    provider_schemas: {
      "example.com/own/mesh": {
        provider: {
          version: 3,
          block: {
            description: "All of it.",
            description_kind: "markdown",
            attributes: {
              required: { type: "string", ...described, required: true },
              computed: { type: "string", ...described, computed: true, sensitive: true },
              either: { type: "string", ...described, optional: true, computed: true, deprecated: true },
              standard: { type: "bool", ...described, optional: true, computed: true },
              secret: { type: "string", ...described, optional: true, write_only: true },
              nested: {
                nested_type: {
                  attributes: { inner: { type: "string", ...described, optional: true } },
                  nesting_mode: "list",
                },
                ...described,
                optional: true,
              },
            },
          },
        },
        resource_schemas: {},
        data_source_schemas: {},
        functions: {
          join: {
            summary: "Joins",
            description: "Joins texts.",
            return_type: "string",
            parameters: [{ name: "with", type: "string", description: "Between them.", is_nullable: true }],
            variadic_parameter: { name: "parts", type: ["list", "string"], description: "Lists of them." },
          },
        },
      },
    },
  });
});
