import { schemaFile, schemaNames } from "../../config/schema.ts";
import type { SchemaName } from "../../config/schema.ts";
import { selfContainedSchema } from "../../config/self-contained-schema.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { writeTable } from "../write-table.ts";
import type { CommandContext } from "./command-context.ts";

/** Prints the JSON Schema of a kind, named by itself or by its block; without a name, the list of kinds. */
export function schema(written: string | undefined, { terminal }: CommandContext): ExitCode {
  if (written === undefined) {
    terminal.out(kindTable());
    return exitCodes.success;
  }
  const name = schemaNames.find((candidate) => candidate === written || blockOf(candidate) === written);
  if (name) {
    terminal.out(JSON.stringify(selfContainedSchema(name), null, 2));
    return exitCodes.success;
  }
  const known = schemaNames.flatMap((candidate) => [candidate, blockOf(candidate) ?? candidate]);
  terminal.note(
    `There is no kind "${written}".${didYouMean(written, known)} \`mesh schema\` lists all there are.`,
  );
  return exitCodes.failure;
}

function kindTable(): string {
  const rows = schemaNames.map((name) => [name, blockOf(name) ?? "", remarkOn(name)]);
  return writeTable([["KIND", "BLOCK", "WHAT IT IS"], ...rows]);
}

function remarkOn(name: SchemaName): string {
  const { description = "", "x-not-yet": missing } = schemaFile(name);
  const [firstSentence = ""] = description.split(/(?<=\.) /);
  return missing === undefined ? firstSentence : `${firstSentence} Not yet supported.`;
}

function blockOf(name: SchemaName): string | undefined {
  return schemaFile(name)["x-mesh-block"];
}
