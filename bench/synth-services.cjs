// A stack of as many services as the argument says, each of which calls another: what a user's program does.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { App, TerraformStack } = require("cdktf");
const { Mesh, Protocol } = require("../dist/cdktf/index.js");

const count = Number(process.argv[2]);
const outdir = mkdtempSync(join(tmpdir(), "mesh-bench-"));
try {
  const app = new App({ outdir });
  const mesh = new Mesh(new TerraformStack(app, "bench"), "mesh");
  const services = Array.from({ length: count }, (_, index) =>
    mesh
      .addService(`service-${index}`, {
        port: 8080,
        protocol: Protocol.HTTP,
        address: `10.0.${index >> 8}.${index & 255}`,
      })
      .addInstance(`service-${index}-v1`, { meta: { version: "v1" } })
      .addInstance(`service-${index}-v2`, {
        address: `10.1.${index >> 8}.${index & 255}`,
        meta: { version: "v2" },
      })
      .split({ v1: 90, v2: 10 }),
  );
  for (const [index, service] of services.entries()) {
    const next = services[(index + 1) % count];
    service.connectTo(next);
    service.allowTo(next, { methods: ["GET"], pathPrefix: "/v1" });
  }
  app.synth();
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
