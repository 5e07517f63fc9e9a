import { fileFunctionNames } from "./file-functions.ts";
import type { RefusedFunction } from "./function-definition.ts";

const clock =
  "It reads the clock, so that the same documents would mean something else each time. Pass the time in as a variable.";
const chance =
  "It makes up something new on each call, so that the same documents would mean something else each time. Pass the value in as a variable, or make a UUID of a name with uuidv5.";
const machine =
  "It depends on the machine it runs on, so that the same documents would mean something else on each. Write paths relative to the folder of the documents.";

/** Terraform's functions that are left out on purpose, each with the reason and the way out. */
export const refusedFunctions: Readonly<Record<string, RefusedFunction>> = {
  timestamp: refused(clock),
  plantimestamp: refused(clock),
  uuid: refused(chance),
  bcrypt: refused(chance),
  abspath: refused(machine),
  pathexpand: refused(machine),
  base64gzip: refused(
    "Programs compress the same bytes differently, so that the result would depend on which one does. Use base64encode.",
  ),
  rsadecrypt: refused(
    "It needs a private key, and documents hold none. Decrypt the text beforehand and pass it in as a sensitive variable.",
  ),
  ...Object.fromEntries(
    fileFunctionNames.map((name) => [
      name,
      refused("There is no folder to read files from here. Give the document as a file of a folder."),
    ]),
  ),
};

function refused(reason: string): RefusedFunction {
  return { kind: "refused", reason };
}
