import type { DocumentReader } from "../document-reader.ts";
import { cidrFunctions } from "./cidr-functions.ts";
import { conversionFunctions } from "./conversion-functions.ts";
import { dateFunctions } from "./date-functions.ts";
import { encodingFunctions } from "./encoding-functions.ts";
import { fileFunctions } from "./file-functions.ts";
import type { FunctionDefinition, FunctionTable } from "./function-definition.ts";
import { hashFunctions } from "./hash-functions.ts";
import { listFunctions } from "./list-functions.ts";
import { mapFunctions } from "./map-functions.ts";
import { markFunctions } from "./mark-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import { pathFunctions } from "./path-functions.ts";
import { refusedFunctions } from "./refused-functions.ts";
import { regexFunctions } from "./regex-functions.ts";
import { setFunctions } from "./set-functions.ts";
import { templateText } from "./template-text.ts";
import { textFunctions } from "./text-functions.ts";

/**
 * The functions every expression may call, with Terraform's names and meaning. None reads the clock, the network, the
 * environment or chance; what would is refused by name. Those that read files are too: {@link functionsReading} has them.
 */
export const standardFunctions: FunctionTable = new Map<string, FunctionDefinition>([
  ...Object.entries(refusedFunctions),
  ...Object.entries(textFunctions),
  ...Object.entries(regexFunctions),
  ...Object.entries(numberFunctions),
  ...Object.entries(listFunctions),
  ...Object.entries(setFunctions),
  ...Object.entries(mapFunctions),
  ...Object.entries(encodingFunctions),
  ...Object.entries(hashFunctions),
  ...Object.entries(cidrFunctions),
  ...Object.entries(dateFunctions),
  ...Object.entries(pathFunctions),
  ...Object.entries(conversionFunctions),
  ...Object.entries(markFunctions),
  ["templatestring", templateText],
  ["try", { kind: "try" }],
  ["can", { kind: "can" }],
]);

/** The standard functions and those that read files, from where the reader does. */
export function functionsReading(reader: DocumentReader): FunctionTable {
  return new Map([...standardFunctions, ...Object.entries(fileFunctions(reader))]);
}
