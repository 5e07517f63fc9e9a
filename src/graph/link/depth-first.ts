/** One step from a node to another, with whatever its finder wants to know about it. */
export interface Edge {
  readonly to: string;
}

export interface Walk<E extends Edge> {
  /** Every node reached, each after all it leads to, circles apart. */
  readonly finished: readonly string[];
  /** The edges that lead back to a node still being walked, each with the circle it closes: `a`, `b`, `a`. */
  readonly closing: readonly { readonly edge: E; readonly circle: readonly string[] }[];
}

interface Step<E extends Edge> {
  readonly name: string;
  readonly edges: Iterator<E>;
}

/** Walks a graph depth first, in time linear in its edges. A chain of any length needs no stack of calls. */
export function walkDepthFirst<E extends Edge>(
  names: Iterable<string>,
  edgesOf: (name: string) => readonly E[],
): Walk<E> {
  const closing: { edge: E; circle: readonly string[] }[] = [];
  const finished = walk(names, edgesOf, (edge, path) =>
    closing.push({ edge, circle: circleTo(edge.to, path) }),
  );
  return { finished, closing };
}

/** Every node reached, each after all it leads to; of a circle, the one that was reached first comes last. */
export function inPostorder(
  names: Iterable<string>,
  edgesOf: (name: string) => readonly Edge[],
): readonly string[] {
  // Circles are not written out: in a graph that is full of them that takes the square of its size.
  return walk(names, edgesOf, () => undefined);
}

function walk<E extends Edge>(
  names: Iterable<string>,
  edgesOf: (name: string) => readonly E[],
  onClosing: (edge: E, path: readonly Step<E>[]) => void,
): readonly string[] {
  const state = new Map<string, "open" | "done">();
  const finished: string[] = [];
  const path: Step<E>[] = [];
  const enter = (name: string): void => {
    state.set(name, "open");
    path.push({ name, edges: edgesOf(name).values() });
  };
  const follow = (edge: E): void => {
    if (!state.has(edge.to)) enter(edge.to);
    else if (state.get(edge.to) === "open") onClosing(edge, path);
  };

  for (const name of names) {
    if (!state.has(name)) enter(name);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const next = step.edges.next();
      if (!next.done) {
        follow(next.value);
        continue;
      }
      state.set(step.name, "done");
      finished.push(step.name);
      path.pop();
    }
  }
  return finished;
}

function circleTo(name: string, path: readonly { readonly name: string }[]): readonly string[] {
  const names = path.map((step) => step.name);
  return [...names.slice(names.indexOf(name)), name];
}
