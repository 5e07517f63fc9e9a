import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSchemaFiles, renderedPart } from "../config-schema/schema-file.ts";
import { PropsWriter } from "./props-writer.ts";

/** Makes `src/cdktf/gen/props.ts`: what constructs take, from the schemas of all kinds that are rendered. */
export function generate(repository: string): void {
  const kinds = readSchemaFiles(join(repository, "schemas"))
    .filter(({ schema }) => schema["x-not-yet"] === undefined)
    .map(renderedPart);
  const target = join(repository, "src", "cdktf", "gen");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "props.ts"), new PropsWriter(kinds).write());
}
