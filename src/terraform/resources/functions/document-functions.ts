import type { FunctionParameter, ProviderFunction } from "../../framework/provider.ts";
import { ctyDynamic, ctyList, ctyMap, ctyNumber, ctyObject, ctyString } from "../../wire/value/cty-type.ts";

/** A set as the functions take it. */
export const documentParameters: readonly FunctionParameter[] = [
  {
    name: "files",
    type: ctyMap(ctyString),
    description: "The texts of a set by file name, as in the attribute `files` of `mesh_document`.",
  },
  {
    name: "variables",
    type: ctyDynamic,
    description: "Values of the documents' variables, by name; `{}` or null for none.",
    allowsNull: true,
  },
];

/** `compile(files, variables)`: the entries of a set, or an error at the line that is wrong. */
export const compileFunction: ProviderFunction = {
  summary: "The entries that documents declare",
  description:
    'Compiles a set on its own, without an agent, and returns its entries: by kind and name (`service "web"`), each as JSON. Sensitive values are replaced. Documents with a mistake are an error.',
  parameters: documentParameters,
  returns: ctyMap(ctyString),
  call: async (args) => (await import("./call-functions.ts")).callCompile(args),
};

/** `validate(files, variables)`: everything that is wrong with a set. */
export const validateFunction: ProviderFunction = {
  summary: "What is wrong with documents",
  description:
    "Compiles a set on its own, without an agent, and returns what is wrong with it: a list of objects, empty when nothing is. For checks and tests; a `mesh_document` says the same by itself.",
  parameters: documentParameters,
  returns: ctyList(
    ctyObject({
      code: ctyString,
      severity: ctyString,
      summary: ctyString,
      detail: ctyString,
      filename: ctyString,
      line: ctyNumber,
    }),
  ),
  call: async (args) => (await import("./call-functions.ts")).callValidate(args),
};
