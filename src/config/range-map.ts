import type { SourceRange } from "../diagnostics/source-file.ts";

/** Where each part of a decoded value was written, by JSON pointer (RFC 6901). */
export class RangeMap {
  readonly #ranges = new Map<string, SourceRange>();

  constructor(root: SourceRange) {
    this.#ranges.set("", root);
  }

  set(pointer: string, range: SourceRange): void {
    this.#ranges.set(pointer, range);
  }

  /** Takes over the places of a part of another value, which is the part at `to` of this one. */
  adopt(other: RangeMap, from: string, to: string): void {
    for (const [pointer, range] of other.#ranges) {
      if (pointer === from || pointer.startsWith(`${from}/`))
        this.#ranges.set(`${to}${pointer.slice(from.length)}`, range);
    }
  }

  /** The range of the part, or of its nearest enclosing part that has one. */
  at(pointer: string): SourceRange {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
      const range = this.#ranges.get(pointer.slice(0, end));
      if (range) return range;
    }
    const root = this.#ranges.get("");
    if (!root) throw new Error("a range map always has its root");
    return root;
  }
}

/** The step to an element of a list or map that may be there and could not be read. */
export const UNKNOWN_MEMBER = "?";

/** A JSON pointer one step longer. */
export function pointerTo(parent: string, step: string | number): string {
  if (typeof step === "number" || !(step.includes("~") || step.includes("/"))) return `${parent}/${step}`;
  return `${parent}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The steps of a JSON pointer. */
export function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
