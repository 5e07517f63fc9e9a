import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anyMessages, anyPackages, anyWellKnownTypes, definitionFiles } from "./definition-files.ts";
import { modelDefinitions } from "./definition-model.ts";
import { loadDefinitions } from "./load-definitions.ts";
import { writeTable } from "./write-table.ts";
import { writeAny, writePackages } from "./write-types.ts";

/** Writes `src/envoy/gen/` anew from the definitions in `node_modules`. */
export function generate(repository: string): void {
  const model = modelDefinitions(loadDefinitions(definitionFiles, repository), {
    files: definitionFiles,
    names: anyWellKnownTypes,
  });
  const any = { packages: anyPackages, messages: anyMessages, wellKnownTypes: anyWellKnownTypes };
  const files = new Map([
    ...writePackages(model),
    ["any.ts", writeAny(model, any)],
    ["message-table.ts", writeTable(model)],
  ]);
  const folder = join(repository, "src/envoy/gen");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
