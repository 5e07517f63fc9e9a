import { dirname, resolve } from "node:path";
import type { Instance } from "../../graph/mesh-graph.ts";

/** Where an instance's command runs: the folder of the document that declares it. */
export function documentFolder({ range }: Instance): string {
  return resolve(dirname(range.file.filename));
}
