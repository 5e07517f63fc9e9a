import type { SourceFile } from "../src/diagnostics/source-file.ts";

/** What one generated service may differ in. */
export interface WideService {
  /** Percent of the requests that its splitter sends to the second version. */
  readonly share?: number;
  /** What its first intention says. */
  readonly action?: "allow" | "deny";
}

/** Where everything stands for a service of the mesh: the file that {@link wideMesh} makes for it. */
export interface WideSite {
  readonly position: number;
  readonly services: number;
}

const instancesPerService = 3;
const upstreamsPerService = 10;
const sourcesPerService = 5;
/** Between the services that one service calls, so that callers and called are spread over the mesh. */
const stride = 7;
/** One service in so many has two versions, with a resolver and a splitter. */
const splitEvery = 5;

/** A mesh of many services that all call others: a file a service, three instances, ten upstreams, five intentions. */
export function wideMesh(services: number): readonly SourceFile[] {
  const files = Array.from({ length: services }, (_, position) => wideServiceFile({ position, services }));
  return [{ filename: "mesh.hcl", text: 'mesh {\n  datacenter = "dc1"\n}\n' }, ...files];
}

export function wideServiceFile({ position, services }: WideSite, change: WideService = {}): SourceFile {
  const name = wideName(position);
  const text = [
    `service "${name}" {`,
    "  port     = 8080",
    '  protocol = "http"',
    ...numbers(instancesPerService).flatMap((n) => instance(position, n)),
    ...numbers(upstreamsPerService).flatMap((n) => upstream({ position, services }, n)),
    "}",
    ...(isSplit(position) ? versions(name, change.share ?? 10) : []),
    `intentions "${name}" {`,
    ...numbers(sourcesPerService).flatMap((n) =>
      source({ position, services }, n, n === 0 ? (change.action ?? "allow") : "allow"),
    ),
    "}",
    "",
  ].join("\n");
  return { filename: `${name}.hcl`, text };
}

export function wideName(position: number): string {
  return `service-${String(position).padStart(5, "0")}`;
}

/** The position of the n-th service with a splitter, counted from 0. */
export function splitPosition(n: number): number {
  return n * splitEvery;
}

function isSplit(position: number): boolean {
  return position % splitEvery === 0;
}

function instance(position: number, number: number): readonly string[] {
  return [
    `  instance "${wideName(position)}-${number}" {`,
    `    address = "10.${position >> 8}.${position & 255}.${number + 1}"`,
    `    meta    = { version = "v${number === instancesPerService - 1 ? 2 : 1}" }`,
    "  }",
  ];
}

function upstream({ position, services }: WideSite, number: number): readonly string[] {
  const destination = wideName((position + 1 + number * stride) % services);
  return [`  upstream "${destination}" { local_bind_port = ${5000 + number} }`];
}

function versions(name: string, share: number): readonly string[] {
  return [
    `resolver "${name}" {`,
    '  default_subset = "v1"',
    '  subset "v1" { filter = "Service.Meta.version == v1" }',
    '  subset "v2" { filter = "Service.Meta.version == v2" }',
    "}",
    `splitter "${name}" {`,
    "  split {",
    `    weight = ${100 - share}`,
    '    subset = "v1"',
    "  }",
    "  split {",
    `    weight = ${share}`,
    '    subset = "v2"',
    "  }",
    "}",
  ];
}

function source({ position, services }: WideSite, number: number, action: string): readonly string[] {
  const caller = wideName((position + services * stride - 1 - number * stride) % services);
  return [
    `  source "${caller}" {`,
    "    permission {",
    `      action = "${action}"`,
    "      http {",
    `        path_prefix = "/v${number}/"`,
    '        methods     = ["GET"]',
    "      }",
    "    }",
    "  }",
  ];
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}
