import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { MeshGraph } from "../mesh-graph.ts";

/** What a rule judges: the entries as they were written, and the graph they were linked to. */
export interface CheckInput {
  readonly index: EntryIndex;
  readonly graph: MeshGraph;
}

/** One rule about a mesh as a whole. Its docstring says what it demands and why. */
export type GraphCheck = (input: CheckInput) => readonly Diagnostic[];
