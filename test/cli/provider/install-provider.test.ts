import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { installProvider } from "../../../src/cli/provider/install-provider.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const machine = { platform: "linux", arch: "x64" };

test("the provider lies where both programs look, and takes the place of an older one", () => {
  const program = join(folder, "built");
  const install = (text: string) => {
    writeFileSync(program, text);
    return installProvider({ program, directory: join(folder, "mirror"), version: "1.2.3", machine });
  };
  install("older");
  const files = install("newer") ?? [];
  expect(files.map((file) => file.slice(folder.length))).toEqual([
    "/mirror/registry.terraform.io/meshwork/mesh/1.2.3/linux_amd64/terraform-provider-mesh_v1.2.3",
    "/mirror/registry.opentofu.org/meshwork/mesh/1.2.3/linux_amd64/terraform-provider-mesh_v1.2.3",
  ]);
  for (const file of files) {
    expect(readFileSync(file, "utf8")).toBe("newer");
    expect(statSync(file).mode & 0o777).toBe(0o755);
  }
});

test("there is nothing to install before it was built", () =>
  expect(
    installProvider({ program: join(folder, "none"), directory: folder, version: "1.2.3", machine }),
  ).toBeUndefined());
