import { expect, test } from "@jest/globals";
import { isJsonList } from "../../src/config/json-value.ts";
import { RangeMap } from "../../src/config/range-map.ts";
import { entryKinds, schemaOfKind } from "../../src/config/schema.ts";
import { meshSpelling } from "../../src/config/spelling.ts";
import { StandIns } from "../../src/config/stand-in.ts";
import type { Extent } from "../../src/config/stand-in.ts";
import { validateEntry } from "../../src/config/validate-entry.ts";

const file = { filename: "mesh.hcl", text: "" };
const extents: readonly Extent[] = ["sparse", "full"];
const rows = entryKinds.flatMap((kind) => extents.map((extent) => [extent, kind] as const));

test.each(rows)("a %s stand-in of a whole %s fits its schema", (extent, kind) => {
  const value = new StandIns(extent).of(schemaOfKind(kind));
  if (typeof value !== "object" || value === null || isJsonList(value)) throw new Error("no object");
  const ranges = new RangeMap({ file, start: 0, end: 0 });
  const candidate = {
    kind,
    spelling: meshSpelling,
    value: { ...value },
    ranges,
    unknownPointers: new Set<string>(),
  };
  expect(validateEntry(candidate).map(({ detail }) => detail)).toEqual([]);
});
