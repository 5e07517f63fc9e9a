import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import { StateDirectory } from "../../src/server/state-directory.ts";

let path = "";
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "mesh-test-")), "state");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true, force: true }));

const modeOf = (file: string): number => statSync(file).mode & 0o777;

function authority(serial: string): AuthorityState {
  const keyed = { certificatePem: serial, privateKeyPem: "(key)" };
  return { trustDomain: "mesh.internal", root: keyed, intermediate: keyed, createdAtMs: 0 };
}

const made = (serial: string) => () => Promise.resolve(authority(serial));

describe("only the owner reads it", () => {
  test("a new folder and its files", async () => {
    const state = new StateDirectory(path);
    state.tokenFile();
    await state.authority("mesh.internal", made("1"));
    expect(modeOf(path)).toBe(0o700);
    expect(readdirSync(path).sort()).toEqual(["authority-mesh.internal.json", "token"]);
    for (const name of readdirSync(path)) expect([name, modeOf(join(path, name))]).toEqual([name, 0o600]);
  });

  test("a folder that was open before", () => {
    mkdirSync(path);
    chmodSync(path, 0o755);
    new StateDirectory(path);
    expect(modeOf(path)).toBe(0o700);
  });
});

describe("the token", () => {
  test("is long, and the same for all who ask and after a restart", () => {
    const token = new StateDirectory(path).token();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect([
      new StateDirectory(path).token(),
      readFileSync(new StateDirectory(path).tokenFile(), "utf8"),
    ]).toEqual([token, token]);
  });

  test("given by somebody else counts, without its line end", () => {
    mkdirSync(path);
    const given = "a-token_of-at-least-32-characters-x";
    writeFileSync(join(path, "token"), `${given}\n`);
    expect(new StateDirectory(path).token()).toBe(given);
  });

  test.each([
    ["nothing", ""],
    ["a line end", "\n"],
    ["too little to be one", "given"],
  ])("a file with %s holds no token, and lets nobody in", (_, text) => {
    mkdirSync(path);
    writeFileSync(join(path, "token"), text);
    expect(() => new StateDirectory(path).check()).toThrow("holds no token. Remove the file");
  });
});

describe("an authority", () => {
  test("is made once", async () => {
    expect((await new StateDirectory(path).authority("mesh.internal", made("1"))).root.certificatePem).toBe(
      "1",
    );
    const again = new StateDirectory(path).authority("mesh.internal", () =>
      Promise.reject(new Error("made twice")),
    );
    expect((await again).root.certificatePem).toBe("1");
  });

  test("is one for each trust domain", async () => {
    const state = new StateDirectory(path);
    await state.authority("a.example", made("1"));
    expect((await state.authority("b.example", made("2"))).root.certificatePem).toBe("2");
  });

  test("two that make it at once get the same, and leave nothing else behind", async () => {
    const both = await Promise.all(
      ["1", "2"].map((serial) => new StateDirectory(path).authority("mesh.internal", made(serial))),
    );
    expect(both[0]).toEqual(both[1]);
    expect(readdirSync(path)).toEqual(["authority-mesh.internal.json"]);
  });

  test.each([
    ["half a file", '{"trustDomain": "mesh.int', "it is not valid JSON."],
    ["an empty file", "", "it is not valid JSON."],
    ["another shape", '{"trustDomain": 5}', "trustDomain must be a text."],
    ["a list", "[]", "authority must be an object."],
  ])("that is damaged is told, and not replaced: %s", async (_, text, reason) => {
    const state = new StateDirectory(path);
    const file = join(path, "authority-mesh.internal.json");
    writeFileSync(file, text);
    await expect(state.authority("mesh.internal", made("1"))).rejects.toThrow(
      expect.objectContaining({ code: "malformed-state", message: expect.stringContaining(reason) }),
    );
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

describe("the instances", () => {
  const instance = {
    id: "api",
    gone: false,
    checks: [{ id: "http", status: "passing", output: "" }],
  } as const;

  test("are none at first, then as they were saved last, for the owner alone", () => {
    const state = new StateDirectory(path);
    expect(state.instances()).toEqual([]);
    state.saveInstances([instance]);
    state.saveInstances([{ ...instance, gone: true }]);
    expect(new StateDirectory(path).instances()).toEqual([{ ...instance, gone: true }]);
    expect(readdirSync(path)).toEqual(["instances.json"]);
    expect(modeOf(join(path, "instances.json"))).toBe(0o600);
  });

  test.each([
    ["half a file", '[{"id":'],
    ["another shape", '{"id": 5}'],
  ])("of a damaged record are told as such: %s", (_, text) => {
    const state = new StateDirectory(path);
    writeFileSync(join(path, "instances.json"), text);
    expect(() => state.instances()).toThrow();
  });
});
