import { expect } from "@jest/globals";
import { meshMatchers } from "./index.ts";
import type { ServiceName, TestedRequest } from "./index.ts";

expect.extend(meshMatchers);

/** What a `Mesh`, or the result of its `compile`, can be expected to do. */
interface MeshMatchers<R> {
  /** The compiler finds nothing wrong with the mesh. */
  toCompile(): R;
  /** The destination's application gets every such request of the caller: `toAllow(web, api, "GET /v1")`. */
  toAllow(caller: ServiceName, destination: ServiceName, request: TestedRequest): R;
  /** The requests for the service go to its subsets in these parts of a hundred: `toSplit(api, { v1: 90, v2: 10 })`. */
  toSplit(service: ServiceName, shares: Readonly<Record<string, number>>): R;
}

declare module "expect" {
  // Jest's own way to add matchers is to add to its interface.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Matchers<R extends void | Promise<void>> extends MeshMatchers<R> {}
}

/** The same for `expect` without an import, as `@types/jest` has it. */
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T> extends MeshMatchers<R> {}
  }
}
