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

  test("so are those of its parts", () => {
    const ajv = new Ajv2020({ strict: false });
    for (const { part, examples } of partsWithExamples(schema)) {
      const validate = ajv.compile({ ...part, $defs: schema["$defs"] });
      for (const example of examples) {
        validate(example);
        expect({ example, errors: validate.errors ?? [] }).toEqual({ example, errors: [] });
      }
    }
  });

  test("has a title and a description", () => {
    expect(schemaFile(name)).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  });
});

/** Every schema within another that has examples; what lies in examples and defaults is no schema. */
function partsWithExamples(
  part: unknown,
): readonly { readonly part: object; readonly examples: readonly unknown[] }[] {
  if (Array.isArray(part)) return part.flatMap(partsWithExamples);
  if (typeof part !== "object" || part === null) return [];
  const inner = Object.entries(part)
    .filter(([name]) => name !== "examples" && name !== "default")
    .flatMap(([, value]: [string, unknown]) => partsWithExamples(value));
  const examples: unknown = "examples" in part ? part.examples : undefined;
  return Array.isArray(examples) ? [{ part, examples }, ...inner] : inner;
}
