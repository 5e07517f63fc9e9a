import { describe, expect, test } from "@jest/globals";
import { explainCode } from "../../../src/cli/commands/explain-code.ts";
import { readEnvironment } from "../../../src/cli/environment.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { displayWidth } from "../../../src/diagnostics/display-text.ts";

describe("a code that exists", () => {
  test("has its page printed", () => {
    const { exit, out, note } = run("MESH2004");
    expect({ exit, note }).toEqual({ exit: 0, note: "" });
    expect(out).toBe(`MESH2004: A number that is too small or too large

A port is at most 65535, a weight at most 100. The message says what the field's bounds are.

Wrong:

    service "web" {
      port = 80800
    }

Right:

    service "web" {
      port = 8080
    }

What to do: Give a number within the bounds.`);
  });

  test.each(["mesh2004", "2004"])("may be written %s", (written) => {
    expect(run(written).out).toBe(run("MESH2004").out);
  });

  test("is as wide as the terminal", () => {
    const prose = run("MESH3004", 50)
      .out.split("\n")
      .filter((line) => !line.startsWith(" "));
    expect(Math.max(...prose.map(displayWidth))).toBeLessThanOrEqual(50);
  });
});

describe("a code that does not exist", () => {
  test("gets a suggestion and fails", () => {
    expect(run("MESH9004")).toEqual({
      exit: 1,
      out: "",
      note: 'There is no code "MESH9004". Did you mean "MESH1004"? A code is MESH and four digits, as in the brackets behind "Error".',
    });
    expect(run("nonsense").note).toMatch(/^There is no code "nonsense". A code is/);
  });
});

function run(code: string, columns?: number): { exit: number; out: string; note: string } {
  const out: string[] = [];
  const note: string[] = [];
  const terminal: Terminal = {
    color: "never",
    isInteractive: false,
    columns,
    out: (text) => out.push(text),
    note: (text) => note.push(text),
    style: (_style, text) => text,
    ask: () => Promise.resolve({ kind: "ended" }),
  };
  const exit = explainCode(code, { terminal, environment: readEnvironment({}) });
  return { exit, out: out.join("\n"), note: note.join("\n") };
}
