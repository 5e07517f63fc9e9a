import { conversionFunctions } from "./conversion-functions.ts";
import { encodingFunctions } from "./encoding-functions.ts";
import type { FunctionDefinition, FunctionTable } from "./function-definition.ts";
import { listFunctions } from "./list-functions.ts";
import { mapFunctions } from "./map-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import { regexFunctions } from "./regex-functions.ts";
import { textFunctions } from "./text-functions.ts";

/**
 * The functions every expression may call, with Terraform's names and meaning. None reads the clock, the network or the
 * environment; those that read files are added to a scope's table by whoever has a reader.
 */
export const standardFunctions: FunctionTable = new Map<string, FunctionDefinition>([
  ...Object.entries(textFunctions),
  ...Object.entries(regexFunctions),
  ...Object.entries(numberFunctions),
  ...Object.entries(listFunctions),
  ...Object.entries(mapFunctions),
  ...Object.entries(encodingFunctions),
  ...Object.entries(conversionFunctions),
  ["try", { kind: "try" }],
  ["can", { kind: "can" }],
]);
