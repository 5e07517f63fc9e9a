/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { askEnvoy } from "../support/envoy-admin.ts";
import { freePorts } from "../support/free-ports.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { TestSite } from "../support/test-site.ts";

let site: TestSite;
let dumps: readonly string[];
let documentPath: string;

beforeAll(async () => {
  site = await TestSite.open();
  const [upstream = 0, api = 0, webSidecar = 0, apiSidecar = 0] = await freePorts(4);
  const document = `
service "web" {
  port     = 8080
  protocol = "http"
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "api" { local_bind_port = ${upstream} }
}
service "api" {
  port     = ${api}
  protocol = "http"
  instance "api" { sidecar_port = ${apiSidecar} }
}
router "api" {
  route {
    match {
      http { path_prefix = "/old/" }
    }
    destination { prefix_rewrite = "/v1/" }
  }
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET"]
      }
    }
  }
}
`;
  documentPath = join(site.folder, "explained.hcl");
  writeFileSync(documentPath, document);
  const mesh = await LiveMesh.start(site, { document, sidecars: ["web", "api"] });
  const services = ["web", "api"];
  dumps = services.map((service) => join(site.folder, `${service}-dump.json`));
  for (const [index, service] of services.entries()) {
    const dump = await askEnvoy(await mesh.adminSocket(service), "/config_dump?include_eds");
    writeFileSync(dumps[index] ?? "", dump);
  }
});

afterAll(() => site.dispose());

describe("the dumps of real Envoys explain a request as the documents do", () => {
  test.each([
    { what: "an allowed request", request: ["GET", "/v1/orders"], code: 0 },
    { what: "a rewritten path", request: ["GET", "/old/orders"], code: 0 },
    { what: "a denied method", request: ["POST", "/v1/orders"], code: 1 },
  ])("$what", async ({ request, code }) => {
    const question = ["explain", "web", "api", ...request, "--json"];
    const fromDumps = await site.runMesh(...question, ...dumps.flatMap((file) => ["--config-dump", file]));
    const fromDocuments = await site.runMesh(...question, "-d", documentPath);
    expect(fromDumps.stderr).toBe("");
    expect({ fromDumps: fromDumps.code, fromDocuments: fromDocuments.code }).toEqual({
      fromDumps: code,
      fromDocuments: code,
    });
    expect(withoutPlaces(fromDumps.stdout)).toEqual(withoutPlaces(fromDocuments.stdout));
  });
});

/** A dump knows nothing of documents. */
function withoutPlaces(explanation: string): unknown {
  const withoutText = explanation.replace(/ \([^()]+:\d+\)/g, "");
  return JSON.parse(withoutText, (key, value: unknown) => (key === "declaredAt" ? undefined : value));
}
