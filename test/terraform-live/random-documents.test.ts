/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import { trustDomain } from "../support/mesh-authority.ts";
import { randomDocument } from "../support/random-documents/random-document.ts";
import type { RandomDocumentOptions } from "../support/random-documents/random-document.ts";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";
import { TokenIssuer } from "../support/token-issuer.ts";

/** Other documents than the usual ones: `MESH_SEED=1000 MESH_COUNT=200`. A failure tells its seed. */
const firstSeed = Number(process.env["MESH_SEED"] ?? 1);
const count = Number(process.env["MESH_COUNT"] ?? 4);

const certificateVariable = "MESH_TEST_CERTIFICATE";

let site: TestSite;
let options: RandomDocumentOptions;

beforeAll(async () => {
  const { ca } = await mintLeaf(await createForeignAuthority(trustDomain), `spiffe://${trustDomain}/any`);
  process.env[certificateVariable] = ca;
  site = await TestSite.open();
  const { keySet } = new TokenIssuer("key");
  const file = (name: string, text: string): string => {
    const path = join(site.folder, name);
    writeFileSync(path, text);
    return path;
  };
  options = {
    keySet,
    keySetFile: file("keys.json", keySet),
    certificate: ca,
    certificateFile: file("root.pem", ca),
    certificateVariable,
    takePort: takingPorts(),
  };
  await site.startAgent();
});

afterAll(async () => {
  Reflect.deleteProperty(process.env, certificateVariable);
  await site.dispose();
});

for (const program of terraformPrograms) {
  const { name, path } = program;
  if (path === undefined) {
    test.skip(skippedBecause(program), () => undefined);
    continue;
  }
  const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);
  test.each(seeds)(
    `${name} leaves no difference of the random document %i`,
    async (seed) => {
      const workspace = new TerraformWorkspace(site, { name: `${name}-${seed}`, program: path });
      const { text } = randomDocument(seed, options);
      workspace.write("mesh.hcl", text);
      const resource = { source: "${path.module}/mesh.hcl" };
      workspace.write("main.tf.json", JSON.stringify({ resource: { mesh_document: { mesh: resource } } }));
      await workspace.apply();
      await workspace.succeed("state", "rm", "mesh_document.mesh");
      await workspace.succeed("import", "mesh_document.mesh", "default");
      await workspace.expectNoChanges();
      await workspace.succeed("destroy", "-auto-approve");
      expect(await workspace.succeed("state", "list")).toMatchObject({ stdout: "" });
    },
    120_000,
  );
}

function takingPorts(): () => number {
  let port = 10_000;
  return () => {
    // An exposed check listens 500 above its sidecar.
    do port += 1;
    while (port % 1_000 >= 490);
    return port;
  };
}
