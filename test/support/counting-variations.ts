import type { SeededRandom } from "./differential/seeded-random.ts";
import type { ExamplePorts } from "./example-document.ts";

/**
 * The example with another way for the same requests: with or without splitter, subsets, routes and the second
 * instance. Every way ends at an instance that runs, so that whatever fails is the change's fault.
 */
export function countingVariation(ports: ExamplePorts, random: SeededRandom): string {
  const hasSubsets = random.chance(0.8);
  const destination = (): string => {
    const subset = random.pick(["v1", "v2"]);
    return hasSubsets ? `service = "counting"\n      subset = "${subset}"` : `prefix_rewrite = "/service/"`;
  };
  const versions = random.chance(0.7) ? (["v1", "v2"] as const) : (["v1"] as const);
  return [
    countingServices(ports, versions),
    ...(hasSubsets ? [resolver(random)] : []),
    ...(hasSubsets && random.chance(0.7) ? [splitter(random)] : []),
    ...(random.chance(0.6) ? [router(destination, random)] : []),
  ].join("\n");
}

/** The services of the example with instances of these versions of counting, which dashboard may call. */
export function countingServices(ports: ExamplePorts, versions: readonly ("v1" | "v2")[]): string {
  const check = `  check "http" {\n    path     = "/health"\n    interval = "1s"\n  }\n`;
  const instances = versions.map((version) => {
    const [port, sidecarPort] =
      version === "v1"
        ? [ports.countingV1, ports.countingV1Sidecar]
        : [ports.countingV2, ports.countingV2Sidecar];
    return `  instance "counting-${version}" {\n    port         = ${port}\n    sidecar_port = ${sidecarPort}\n    meta         = { version = "${version}" }\n  }\n`;
  });
  return `service "dashboard" {
  port     = ${ports.dashboard}
  protocol = "http"

  instance "dashboard" { sidecar_port = ${ports.dashboardSidecar} }

  upstream "counting" { local_bind_port = ${ports.upstream} }
${check}}

service "counting" {
  port     = ${ports.countingV1}
  protocol = "http"
${instances.join("")}${check}}

intentions "counting" {
  source "dashboard" { action = "allow" }
}
`;
}

function resolver(random: SeededRandom): string {
  const filter = random.pick(["Service.Meta.version == v2", "Service.Meta.version != v1"]);
  const byDefault = random.pick(["", `  default_subset = "v1"\n`, `  default_subset = "v2"\n`]);
  return `resolver "counting" {
${byDefault}  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "${filter}" }

  failover "v2" { subset = "v1" }
}
`;
}

function splitter(random: SeededRandom): string {
  const weight = random.pick([0, 1, 25, 50, 75, 100]);
  return `splitter "counting" {
  split {
    weight = ${100 - weight}
    subset = "v1"
  }
  split {
    weight = ${weight}
    subset = "v2"
  }
}
`;
}

function router(destination: () => string, random: SeededRandom): string {
  const routes = random.some(
    [`path_prefix = "/service/"`, `path_exact = "/service/counting/"`, `methods = ["GET", "PUT"]`],
    0.5,
  );
  const blocks = (routes.length === 0 ? [`path_prefix = "/service/"`] : routes).map((match) => {
    const to = match.startsWith("path_prefix")
      ? destination()
      : destination().replace(/^prefix_rewrite.*$/, `num_retries = 0`);
    return `  route {\n    match {\n      http { ${match} }\n    }\n    destination {\n      ${to}\n    }\n  }\n`;
  });
  return `router "counting" {\n${blocks.join("")}}\n`;
}
