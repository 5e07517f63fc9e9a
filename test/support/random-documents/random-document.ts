import type { CompiledMesh } from "../../../src/compile.ts";
import type { SourceRange } from "../../../src/diagnostics/source-file.ts";
import { compileDocuments } from "../check-document.ts";
import { SeededRandom } from "../differential/seeded-random.ts";
import { printDocument, without } from "./document-tree.ts";
import type { DocumentItem, PrintedDocument } from "./document-tree.ts";
import { Drawing } from "./drawing.ts";
import type { DrawingOptions } from "./drawing.ts";

export interface RandomDocument {
  readonly seed: number;
  readonly text: string;
  readonly items: readonly DocumentItem[];
  readonly mesh: CompiledMesh;
}

export type RandomDocumentOptions = Omit<DrawingOptions, "services">;

const services = ["a", "b", "c", "d"] as const;

/**
 * A valid document over everything that the schemas say has an effect. It is drawn field by field; then, as long as the
 * compiler finds mistakes in it, the innermost parts that are to blame are taken away. The service `a` always has an
 * instance `a`, and is allowed to call all others.
 */
export function randomDocument(seed: number, options: RandomDocumentOptions): RandomDocument {
  const random = new SeededRandom(seed);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const drawnItems = new Drawing(random, { ...options, services }).document();
    const valid = repaired(drawnItems, random);
    if (valid) return { seed, ...valid };
  }
  throw new Error(`MESH_SEED=${seed}: none of 20 random documents could be made valid`);
}

const mostRepairs = 80;

function repaired(
  items: readonly DocumentItem[],
  random: SeededRandom,
): Pick<RandomDocument, "text" | "items" | "mesh"> | undefined {
  let current = items;
  for (let round = 0; round < mostRepairs; round += 1) {
    const printed = printDocument(current);
    const { mesh, diagnostics } = compileDocuments(printed.text);
    if (mesh) return { text: printed.text, items: current, mesh };
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const blamed = new Set(
      errors.flatMap(({ subject, related }) => {
        const places = [subject, ...related.map(({ range }) => range)];
        const found = places.flatMap((place) => (place ? [blamedItem(printed, place)] : []));
        return found.find((item) => item !== undefined) ?? [];
      }),
    );
    const [first] = blamed;
    if (first === undefined) return undefined;
    // What contradicts one another is blamed together, and one of it may stay.
    current = without(current, new Set([first, ...random.some([...blamed], round < 4 ? 0.6 : 1)]));
  }
  return undefined;
}

/** What has to stay for the rest to have a meaning. */
const kept: ReadonlySet<string> = new Set([
  "service",
  "service.port",
  "ServiceInstance.address",
  "ServiceInstance.port",
  "ServiceInstance.sidecar_port",
  "Upstream.local_bind_port",
]);

function blamedItem({ places }: PrintedDocument, { start }: SourceRange): DocumentItem | undefined {
  const around = places.filter((place) => place.start <= start && start < place.end);
  const innermost = around.at(-1)?.item;
  return innermost && !isKept(innermost) ? innermost : undefined;
}

function isKept(item: DocumentItem): boolean {
  return kept.has(item.field) || (item.kind === "block" && item.type === "instance" && item.label === "a");
}
