import type { MeshPicture } from "./mesh-picture.ts";

/** Where each service stands, in columns from callers to called. All lengths are in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const boxHeight = 40;
const rowGap = 18;
const columnGap = 190;
const margin = 28;
/** Of a name set in 13 px. */
const characterWidth = 7.6;
/** Columns of more are broken into several, so that a large mesh is not one long strip. */
const maxRows = 40;
/** Folding begins beyond these, which fit on a screen. */
const fewestColumns = 8;
/** Of a picture that is 1.6 times as wide as high. */
const columnsPerRow = 0.3;
/** Each sweep puts services nearer to those they call and are called by; more than these change little. */
const sweeps = 6;

/**
 * Columns by how far a service is from those that nobody calls; within a column near to its neighbours. In time about
 * linear in the calls, because a mesh of hundreds of services has thousands.
 */
export function layeredLayout({ services, calls }: MeshPicture): Layout {
  const names = services.map(({ name }) => name);
  const edges = calls.filter(({ from, to }) => from !== to && names.length > 0);
  const columns = inColumns(names, depths(names, edges));
  const ordered = sweepOrders(columns, neighboursOf(names, edges)).flatMap(broken);
  const width = Math.max(130, ...names.map((name) => name.length * characterWidth + 30));
  const tallest = Math.max(1, ...ordered.map((column) => column.length));
  const step = boxHeight + rowGap;
  const boxes = ordered.flatMap((column, index) =>
    column.map((name, row): [string, Box] => [
      name,
      {
        x: margin + index * (width + columnGap),
        y: margin + ((tallest - column.length) * step) / 2 + row * step,
        width,
        height: boxHeight,
      },
    ]),
  );
  return {
    // The calls within the last column go around its right side.
    width: 2 * margin + ordered.length * (width + columnGap) - columnGap / 3,
    height: 2 * margin + tallest * step - rowGap,
    boxes: new Map(boxes),
  };
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

/** The longest way to each service from one that nobody calls; ways in a circle count up to where they close. */
function depths(names: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const called = groupBy(edges, ({ from }) => from);
  const waiting = new Map(names.map((name) => [name, 0]));
  for (const { to } of edges) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const depth = new Map(names.map((name) => [name, 0]));
  const remaining = new Set(names);
  while (remaining.size > 0) {
    const free = [...remaining].filter((name) => (waiting.get(name) ?? 0) <= 0);
    // In a circle nobody is free: whoever waits for the fewest goes first.
    const next = free.length > 0 ? free : [fewestWaiting(remaining, waiting)];
    for (const name of next) remaining.delete(name);
    for (const { from, to } of next.flatMap((name) => called.get(name) ?? [])) {
      waiting.set(to, (waiting.get(to) ?? 0) - 1);
      if (remaining.has(to)) depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(from) ?? 0) + 1));
    }
  }
  return depth;
}

function fewestWaiting(names: Iterable<string>, waiting: ReadonlyMap<string, number>): string {
  const sorted = [...names].sort((a, b) => (waiting.get(a) ?? 0) - (waiting.get(b) ?? 0) || (a < b ? -1 : 1));
  return sorted[0] ?? "";
}

/** Long ways are folded into as many columns as make a picture of a screen's shape: neighbouring depths share one. */
function inColumns(
  names: readonly string[],
  depth: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  const levels = names.reduce((most, name) => Math.max(most, (depth.get(name) ?? 0) + 1), 1);
  const columns = Math.min(
    levels,
    Math.max(fewestColumns, Math.ceil(Math.sqrt(names.length * columnsPerRow))),
  );
  const byDepth = groupBy(names, (name) => Math.floor(((depth.get(name) ?? 0) * columns) / levels));
  return [...byDepth].sort(([a], [b]) => a - b).map(([, column]) => column);
}

function neighboursOf(
  names: readonly string[],
  edges: readonly Edge[],
): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  return neighbours;
}

/** Orders each column by the middle of its services' neighbours, again and again. */
function sweepOrders(
  columns: readonly (readonly string[])[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  let ordered = columns;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const place = new Map(
      ordered.flatMap((column) => column.map((name, row) => [name, (row + 0.5) / column.length] as const)),
    );
    const middle = (name: string): number => {
      const places = (neighbours.get(name) ?? []).map((other) => place.get(other) ?? 0);
      const own = place.get(name) ?? 0;
      return places.length > 0 ? places.reduce((sum, at) => sum + at, 0) / places.length : own;
    };
    ordered = ordered.map((column) => {
      const keyed = column.map((name) => ({ name, at: middle(name) }));
      return keyed.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
    });
  }
  return ordered;
}

function broken(column: readonly string[]): readonly (readonly string[])[] {
  const parts = Math.ceil(column.length / maxRows);
  const size = Math.ceil(column.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, part) => column.slice(part * size, (part + 1) * size));
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
