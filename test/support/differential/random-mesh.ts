import { TokenIssuer } from "../token-issuer.ts";
import type { Claims } from "../token-issuer.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface RandomMesh {
  readonly text: string;
  /** Some are what rules ask for, others are not quite; all are signed by the keys of their issuers. */
  readonly tokens: readonly string[];
  /** Where applications have to listen, and what they speak. */
  readonly applications: readonly { readonly port: number; readonly protocol: RandomProtocol }[];
}

export type RandomProtocol = "http" | "http2" | "grpc" | "tcp";

interface RandomService {
  readonly name: string;
  readonly protocol: RandomProtocol;
  readonly instances: readonly RandomInstance[];
  readonly upstreams: readonly RandomService[];
  /** Whether it has subsets. */
  readonly isVersioned: boolean;
  readonly isPermissive: boolean;
}

interface RandomInstance {
  readonly id: string;
  readonly port: number;
  readonly sidecarPort: number;
  readonly version: string;
}

/** Every port a mesh asks for is a new one, since all meshes run on one machine. */
export type TakePort = () => number;

/** A valid document of a few services with resolvers, routers, splitters and intentions between them. */
export function randomMesh(random: SeededRandom, takePort: TakePort): RandomMesh {
  const targets = random.times(random.between(2, 4), (index) => randomTarget(`t${index}`, random, takePort));
  const callers = random.times(random.between(1, 3), (index) => ({
    ...randomTarget(`c${index}`, random, takePort, 1),
    upstreams: targets.filter((_, position) => position === index || random.chance(0.6)),
  }));
  const services = [...targets, ...callers];
  const { blocks: providers, tokens } = randomProviders(random);
  const text = [
    meshBlock(random),
    ...providers,
    ...services.map((service) => serviceBlock(service, takePort)),
    ...targets.flatMap((service) => resolution(service, { targets, random })),
    ...targets.flatMap((service) => intentions(service, { callers, random })),
    ...(random.chance(0.3)
      ? [`intentions "*" {\n  source "*" { action = "${random.pick(["allow", "deny"])}" }\n}\n`]
      : []),
  ].join("\n");
  const applications = services.flatMap(({ instances, protocol }) =>
    instances.map(({ port }) => ({ port, protocol })),
  );
  return { text, applications, tokens };
}

function meshBlock(random: SeededRandom): string {
  const normalization = [
    ...(random.chance(0.2) ? ["merge_slashes = false"] : []),
    ...(random.chance(0.2) ? ["insecure_disable_path_normalization = true"] : []),
    ...(random.chance(0.4)
      ? [
          `path_with_escaped_slashes_action = "${random.pick(["REJECT_REQUEST", "UNESCAPE_AND_REDIRECT", "UNESCAPE_AND_FORWARD"])}"`,
        ]
      : []),
    ...(random.chance(0.4)
      ? [`headers_with_underscores_action = "${random.pick(["REJECT_REQUEST", "DROP_HEADER"])}"`]
      : []),
  ];
  const lines = normalization.map((line) => `        ${line}\n`).join("");
  const http = `  http {\n    incoming {\n      request_normalization {\n${lines}      }\n    }\n  }\n`;
  const policy = `  default_intention_policy = "${random.pick(["allow", "deny"])}"\n  allow_enabling_permissive_mutual_tls = true\n`;
  return `mesh {\n${policy}${normalization.length > 0 ? http : ""}}\n`;
}

/** Keys take time to make, and no rule looks at them. */
const issuers = [new TokenIssuer("key-0"), new TokenIssuer("key-1")] as const;

interface Providers {
  readonly blocks: readonly string[];
  readonly tokens: readonly string[];
}

function randomProviders(random: SeededRandom): Providers {
  const blocks = issuers.map((issuer, index) => {
    const audiences = random.chance(0.5) ? `  audiences = ["api", "https://api/"]\n` : "";
    const location = random.pick([
      "",
      `  location {\n    header {\n      name = "x-token"\n${random.chance(0.5) ? "      forward = true\n" : ""}    }\n  }\n`,
      `  location {\n    query_param { name = "token" }\n  }\n`,
    ]);
    const forwarding = random.chance(0.4) ? `  forwarding { header_name = "x-payload-${index}" }\n` : "";
    const keys = `  json_web_key_set {\n    local { jwks = ${JSON.stringify(issuer.keySet)} }\n  }\n`;
    return `jwt_provider "p${index}" {\n  issuer = "https://p${index}"\n${audiences}${location}${forwarding}${keys}}\n`;
  });
  const tokens = issuers.flatMap((issuer, index) =>
    random.times(4, () =>
      issuer.sign({
        iss: random.pick([`https://p${index}`, `https://p${index}`, `https://p${index}`, "https://nobody"]),
        ...random.pick<Claims>([
          {},
          { aud: "api" },
          { aud: ["x", "api"] },
          { aud: "http://api" },
          { aud: "other" },
        ]),
        exp: 4_000_000_000,
        sub: "ann",
        ...random.pick<Claims>([{}, { role: "admin" }, { role: ["user", "admin"] }, { role: "user" }]),
        ...random.pick<Claims>([{}, { realm: { level: 3 } }, { realm: { level: "3" } }, { realm: true }]),
      }),
    ),
  );
  return { blocks, tokens };
}

function tokenDemand(random: SeededRandom, indent: string): string {
  const providers = random.some(["p0", "p1"], 0.6);
  if (providers.length === 0) return "";
  const claim = random.pick([
    "",
    "",
    `verify_claim {\n${indent}      path  = ["role"]\n${indent}      value = "admin"\n${indent}    }`,
    `verify_claim {\n${indent}      path  = ["realm", "level"]\n${indent}      value = "3"\n${indent}    }`,
  ]);
  const blocks = providers.map(
    (name) => `${indent}  provider "${name}" {\n${indent}    ${claim}\n${indent}  }\n`,
  );
  return `${indent}jwt {\n${blocks.join("")}${indent}}\n`;
}

function randomTarget(
  name: string,
  random: SeededRandom,
  takePort: TakePort,
  count = random.between(1, 3),
): RandomService {
  return {
    name,
    protocol: random.pick(["http", "http", "http", "http", "http2", "grpc", "tcp"]),
    instances: random.times(count, (index) => ({
      id: `${name}-${index}`,
      port: takePort(),
      sidecarPort: takePort(),
      version: random.pick(["v1", "v2"]),
    })),
    upstreams: [],
    isVersioned: random.chance(0.7),
    isPermissive: random.chance(0.15),
  };
}

function serviceBlock(
  { name, protocol, instances, upstreams, isPermissive }: RandomService,
  takePort: TakePort,
): string {
  const [first] = instances;
  return [
    `service "${name}" {`,
    `  port     = ${first?.port ?? 0}`,
    `  protocol = "${protocol}"`,
    ...(isPermissive ? [`  mutual_tls_mode = "permissive"`] : []),
    ...instances.map(
      ({ id, port, sidecarPort, version }) =>
        `  instance "${id}" {\n    port         = ${port}\n    sidecar_port = ${sidecarPort}\n    meta         = { version = "${version}" }\n  }`,
    ),
    ...upstreams.map((upstream) => `  upstream "${upstream.name}" { local_bind_port = ${takePort()} }`),
    "}\n",
  ].join("\n");
}

interface Surroundings {
  readonly targets: readonly RandomService[];
  readonly random: SeededRandom;
}

/** A resolver where there are versions, a splitter and a router where there are requests. */
function resolution(service: RandomService, surroundings: Surroundings): readonly string[] {
  const { name, protocol, isVersioned } = service;
  const { random } = surroundings;
  const blocks: string[] = [];
  const others = surroundings.targets.filter((other) => other !== service && other.protocol === protocol);
  if (isVersioned) blocks.push(resolver(service, others, random));
  if (protocol === "tcp") return blocks;
  if (isVersioned && random.chance(0.6)) {
    const weight = random.between(0, 100);
    const headers = random.chance(0.5)
      ? `\n    request_headers {\n      set    = { x-share = "one" }\n      remove = ["x-b"]\n    }`
      : "";
    blocks.push(
      `splitter "${name}" {\n  split {\n    weight = ${weight}\n    subset = "v1"${headers}\n  }\n  split {\n    weight = ${100 - weight}\n    subset = "v2"\n  }\n}\n`,
    );
  }
  if (random.chance(0.6)) blocks.push(router(service, others, random));
  return blocks;
}

function resolver({ name }: RandomService, others: readonly RandomService[], random: SeededRandom): string {
  const other = random.pickAny(others);
  const failover = random.pick([
    "",
    `  failover "v2" { subset = "v1" }\n`,
    `  failover "v1" { subset = "v2" }\n`,
    ...(other ? [`  failover "*" { service = "${other.name}" }\n`] : []),
  ]);
  const byDefault = random.pick(["", `  default_subset = "v1"\n`, `  default_subset = "v2"\n`]);
  const subset = (version: string): string =>
    `  subset "${version}" { filter = "Service.Meta.version == ${version}" }\n`;
  return `resolver "${name}" {\n${byDefault}${subset("v1")}${subset("v2")}${failover}}\n`;
}

function router(service: RandomService, others: readonly RandomService[], random: SeededRandom): string {
  const routes = random.times(random.between(1, 3), () => {
    const match: string[] = [...random.some(httpMatches, 0.35)];
    const path = random.pickAny(pathMatches);
    if (path !== undefined && (match.length === 0 || random.chance(0.7))) match.unshift(path);
    return `  route {\n    match {\n      http {\n${match.map((line) => `        ${line}\n`).join("")}      }\n    }\n${destination(service, others, random)}  }\n`;
  });
  return `router "${service.name}" {\n${routes.join("")}}\n`;
}

function destination(
  { name, isVersioned }: RandomService,
  others: readonly RandomService[],
  random: SeededRandom,
): string {
  const other = random.pickAny(others);
  const lines = [
    ...(other && random.chance(0.4)
      ? [`service = "${other.name}"`]
      : isVersioned && random.chance(0.5)
        ? [`service = "${name}"`, `subset = "${random.pick(["v1", "v2"])}"`]
        : []),
    ...(random.chance(0.4) ? [`prefix_rewrite = "${random.pick(["/", "/new/", "/w"])}"`] : []),
    ...(random.chance(0.4)
      ? [
          `request_headers {\n        add    = { x-a = "added" }\n        set    = { x-c = "100%" }\n        remove = ["x-b"]\n      }`,
        ]
      : []),
  ];
  return lines.length === 0
    ? ""
    : `    destination {\n${lines.map((line) => `      ${line}\n`).join("")}    }\n`;
}

const pathMatches = [
  'path_exact = "/v1/orders"',
  'path_prefix = "/v1/"',
  'path_prefix = "/a"',
  'path_prefix = "/V1/"\n        case_insensitive = true',
  'path_regex = "/v[0-9]+/.*"',
] as const;

const httpMatches = [
  'header "x-a" { exact = "1" }',
  'header "x-a" { prefix = "a" }',
  'header "x-b" { present = true }',
  'header "x-b" {\n          exact  = "2"\n          invert = true\n        }',
  'header "x-c" { regex = "[a-z]+" }',
  'query_param "q" { exact = "1" }',
  'query_param "q" { present = true }',
  'methods = ["GET", "PUT"]',
] as const;

function intentions(
  service: RandomService,
  { callers, random }: { readonly callers: readonly RandomService[]; readonly random: SeededRandom },
): readonly string[] {
  const sources = random.some(callers, 0.7).map(({ name }) => name);
  if (random.chance(0.3)) sources.push("*");
  if (sources.length === 0) return [];
  const body = sources.map((source) => `  source "${source}" ${judgement(service, random)}`);
  const demand = service.protocol !== "tcp" && random.chance(0.15) ? tokenDemand(random, "  ") : "";
  return [`intentions "${service.name}" {\n${demand}${body.join("\n")}\n}\n`];
}

function judgement({ protocol }: RandomService, random: SeededRandom): string {
  const action = random.pick(["allow", "deny"]);
  const audit = random.chance(0.15) ? `    enforcement = "audit"\n` : "";
  if (protocol === "tcp" || random.chance(0.3)) return `{\n    action = "${action}"\n${audit}  }`;
  const permissions = random.times(random.between(1, 3), () => {
    const conditions: string[] = [...random.some(permissionConditions, 0.3)];
    const path = random.pickAny(permissionPaths);
    if (path !== undefined && (conditions.length === 0 || random.chance(0.7))) conditions.unshift(path);
    return `    permission {\n      action = "${random.pick(["allow", "deny"])}"\n      http {\n${conditions.map((line) => `        ${line}\n`).join("")}      }\n${random.chance(0.3) ? tokenDemand(random, "      ") : ""}    }\n`;
  });
  return `{\n${audit}${permissions.join("")}  }`;
}

const permissionPaths = [
  'path_exact = "/v1/orders"',
  'path_prefix = "/v1/"',
  'path_prefix = "/"',
  'path_regex = "/v[0-9]+/[a-z]*"',
] as const;

const permissionConditions = [
  'methods = ["GET", "POST"]',
  'header "x-a" { exact = "1" }',
  'header "x-a" { present = true }',
  'header "x-b" {\n          prefix = "b"\n          invert = true\n        }',
  'header "x-c" { suffix = "c" }',
] as const;
