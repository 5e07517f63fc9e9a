import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { schemaFile, schemaNames } from "../../src/config/schema.ts";
import { selfContainedSchema } from "../../src/config/self-contained-schema.ts";

describe.each(schemaNames)("%s", (name) => {
  const schema = selfContainedSchema(name);

  test("stands by itself", () => {
    const text = JSON.stringify(schema);
    for (const [reference] of text.matchAll(/(?<="\$ref":")[^"]*/g))
      expect(reference).toMatch(/^#\/\$defs\//);
    expect(() => new Ajv2020({ strict: false }).compile(schema)).not.toThrow();
  });

  test("its examples are valid", () => {
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const examples: unknown = schema["examples"];
    expect(examples).toEqual([expect.anything()]);
    for (const example of Array.isArray(examples) ? examples : []) {
      validate(example);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test("has a title and a description", () => {
    expect(schemaFile(name)).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  });
});
