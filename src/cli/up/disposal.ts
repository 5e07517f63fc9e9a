/** What was started, to be ended in the opposite order, however far the start got. */
export class Disposal {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** Steps added together end at the same time. */
  addAll(steps: readonly (() => Promise<unknown>)[]): void {
    this.#steps.push(() => Promise.all(steps.map((step) => step())));
  }

  /** A step that fails keeps none of the others from running; the first failure is thrown at the end. */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse())
      await step().catch((cause: unknown) => failures.push(cause));
    if (failures.length > 0) throw failures[0];
  }
}
