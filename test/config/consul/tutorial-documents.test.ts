import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { compile } from "../../../src/compile.ts";

const folder = "test/language/hcl1/documents/";

/**
 * What a mistake may be in documents that are right in Consul: something not yet rendered (MESH2008), named and not
 * declared (MESH3002, MESH3064), a sidecar without a port, which Consul's agents give out by order (MESH3013), a key
 * set without a key (MESH3050), or clear text that the mesh entry of another document allows (MESH3045).
 */
const allowedCodes = ["MESH2008", "MESH3002", "MESH3013", "MESH3045", "MESH3050", "MESH3064"];

/** Those with syntax errors, and those whose fields are made up to show a form. */
const others = /^(broken-|rare-forms|empty-values)/;

test.each(readdirSync(folder).filter((name) => !others.test(name)))(
  "%s is read, or refused for what is not yet rendered",
  (filename) => {
    const text = readFileSync(folder + filename, "utf8");
    const { diagnostics, entries } = compile([{ files: [{ filename, text }], variables: new Map() }]);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const others = errors.filter(({ code }) => !allowedCodes.includes(code));
    expect(others.map(({ code, summary, detail }) => `${code} ${summary}: ${detail}`)).toEqual([]);
    expect(entries.flat().length + errors.length).toBeGreaterThan(0);
  },
);
