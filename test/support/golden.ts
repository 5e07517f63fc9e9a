import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "@jest/globals";

const isUpdate = process.env["UPDATE_GOLDENS"] === "1";

/**
 * Compares a value with `test/golden/<part>/<name>.golden.json`. `UPDATE_GOLDENS=1` writes the files instead; what it
 * changes is to be read like any other change.
 */
export function expectGolden(part: string, name: string, value: unknown): void {
  const path = join("test", "golden", part, `${name}.golden.json`);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (isUpdate) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  try {
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    cause.message += `\n\n${path} differs. When the change is meant, write it anew with: UPDATE_GOLDENS=1 npx jest --selectProjects=unit test/${part}`;
    throw cause;
  }
}
