import { afterAll, describe, expect, test } from "@jest/globals";
import { trafficChanges } from "../../../src/evaluate/traffic/traffic-changes.ts";
import type { TrafficChange } from "../../../src/evaluate/traffic/traffic-changes.ts";
import type { CompiledMesh } from "../../../src/compile.ts";
import { compiledMesh } from "../../support/check-document.ts";
import { randomDocument } from "../../support/random-documents/random-document.ts";

const seeds = Array.from({ length: 12 }, (_, index) => 7_000 + index);

function documentOf(seed: number): ReturnType<typeof randomDocument> {
  let port = 20_000;
  return randomDocument(seed, {
    takePort: () => (port += 1),
    keySet: '{"keys":[]}',
    keySetFile: "/etc/mesh/keys.json",
    certificate: "certificate",
    certificateFile: "/etc/mesh/root.pem",
    certificateVariable: "ROOT",
  });
}

describe("between random meshes", () => {
  const told: TrafficChange[] = [];
  afterAll(() => expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(["verdict", "shares"])));

  test.each(seeds)("of the seed %d the way back is the way there, turned round", (seed) => {
    const [one, other] = [documentOf(seed).mesh, documentOf(seed + 10_000).mesh];
    const there = trafficChanges(one, other).changes;
    const back = trafficChanges(other, one).changes;
    // A caller that is not there any more is told of on the way on which it is new.
    const stay = (change: TrafficChange): boolean =>
      change.kind === "shares" || (change.before !== undefined && change.after !== undefined);
    expect(sorted(back.filter(stay).map(turned))).toEqual(sorted(there.filter(stay)));
    told.push(...there);
  });

  test.each(seeds)("of the seed %d nothing changes when only lines move", (seed) => {
    const { text, mesh } = documentOf(seed);
    const moved: CompiledMesh = compiledMesh(`# moved\n\n${text}`);
    expect(trafficChanges(mesh, moved)).toEqual({ changes: [], isComplete: true });
  });
});

function turned(change: TrafficChange): TrafficChange {
  return change.kind === "shares"
    ? { ...change, before: change.after, after: change.before }
    : { ...change, before: change.after, after: change.before };
}

function sorted(changes: readonly TrafficChange[]): readonly string[] {
  return changes
    .map((change) => JSON.stringify({ ...change, before: change.before, after: change.after }))
    .sort();
}
