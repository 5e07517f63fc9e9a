/**
 * How many blocks `for_each`, `count`, `dynamic` and modules may make of a document set: far more than a mesh has, and
 * few enough that nested repetitions end before the memory does.
 */
export const MAX_EXPANDED_BLOCKS = 100_000;

/** How many more blocks may be made. One for a whole document set, modules included. */
export class ExpansionBudget {
  #left = MAX_EXPANDED_BLOCKS;

  /** Takes as many; false, and nothing is left, when there are too few. */
  take(count: number): boolean {
    const suffices = count <= this.#left;
    this.#left = suffices ? this.#left - count : 0;
    return suffices;
  }
}
