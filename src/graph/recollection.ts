/** Of what a result was made, and as which of several: the object it belongs to, with which it is forgotten. */
export interface RecollectionKey {
  readonly owner: object;
  /** Where an owner has several results of one kind. Empty unless given. */
  readonly variant?: string;
}

/**
 * Results of one kind of computation, kept as long as what they were made of is the same.
 *
 * An entry that did not change is the same object in the next compilation; so is all that is made of such entries alone.
 * Work therefore follows the change, and whoever compares two meshes sees at once what is equal in both.
 *
 * Each computation must depend on its ingredients and its owner only, and its results must never be changed. What a
 * caller then gets does not depend on what was remembered, except that equal results are identical ones.
 */
export class Recollection<R> {
  readonly #known = new WeakMap<object, Remembered<R>>();

  /** The result of an earlier call with identical ingredients (`===`), or a new one. */
  recall(key: RecollectionKey, ingredients: readonly unknown[], make: () => R): R {
    const known = this.find(key, ingredients);
    return known ? known.result : this.keep(key, ingredients, make());
  }

  /** What was kept last, if it was made of these ingredients. */
  find(key: RecollectionKey, ingredients: readonly unknown[]): { readonly result: R } | undefined {
    const remembered = this.#last(key);
    return remembered && areIdentical(remembered.ingredients, ingredients) ? remembered : undefined;
  }

  /** Keeps a result in the place of what was made of other ingredients, and gives it back. */
  keep(key: RecollectionKey, ingredients: readonly unknown[], result: R): R {
    const { owner, variant = "" } = key;
    const last = this.#last(key);
    if (last) {
      last.ingredients = ingredients;
      last.result = result;
    } else {
      this.#known.set(owner, { variant, ingredients, result, others: this.#known.get(owner) });
    }
    return result;
  }

  #last({ owner, variant = "" }: RecollectionKey): Remembered<R> | undefined {
    let remembered = this.#known.get(owner);
    while (remembered && remembered.variant !== variant) remembered = remembered.others;
    return remembered;
  }
}

interface Remembered<R> {
  readonly variant: string;
  ingredients: readonly unknown[];
  result: R;
  /** The owner's other variants: few, and mostly none. */
  readonly others: Remembered<R> | undefined;
}

/** In a plain loop: a compilation asks thousands of times, and mostly nothing has changed. */
function areIdentical(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length !== now.length) return false;
  for (let position = 0; position < now.length; position += 1) {
    if (before[position] !== now[position]) return false;
  }
  return true;
}
