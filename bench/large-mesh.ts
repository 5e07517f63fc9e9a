/**
 * A mesh of any size as one document, like those that people write, in some 460 bytes a service: each with a check, one
 * or two upstreams and rules about who may call it; one in five with two versions, a resolver and a splitter between them.
 */
export function largeMesh(serviceCount: number): string {
  const parts = [preamble];
  for (let number = 0; number < serviceCount; number += 1) {
    const isVersioned = number % 5 === 0;
    parts.push(service(number, { serviceCount, isVersioned }), intentions(number, serviceCount));
    if (isVersioned) parts.push(versions(number));
  }
  return parts.join("\n");
}

const preamble = `# Generated for the benchmark.
locals {
  interval = "10s"
  canary   = 10
}

mesh {
  datacenter               = "dc1"
  default_intention_policy = "deny"
}
`;

interface Place {
  readonly serviceCount: number;
  readonly isVersioned: boolean;
}

function service(number: number, { serviceCount, isVersioned }: Place): string {
  return `service "${nameOf(number)}" {
  port     = 8080
  protocol = "http"
${isVersioned ? instances(number) : `  address  = "${addressOf(number, 0)}"`}
  upstream "${nameOf((number + 1) % serviceCount)}" { local_bind_port = 5000 }
${number % 2 === 0 ? `  upstream "${nameOf((number + 7) % serviceCount)}" { local_bind_port = 5001 }\n` : ""}
  check "http" {
    path     = "/health"
    interval = local.interval
    timeout  = "2s"
  }
}
`;
}

function instances(number: number): string {
  return ["v1", "v2"]
    .map(
      (version, position) => `
  instance "${nameOf(number)}-${version}" {
    address = "${addressOf(number, position)}"
    meta    = { version = "${version}" }
  }
`,
    )
    .join("");
}

/** Who has this service for an upstream may call it. */
function intentions(number: number, count: number): string {
  const permission = `  source "${nameOf((number + 7 * count - 7) % count)}" {
    permission {
      http { path_prefix = "/api/" }
      action = "allow"
    }
  }
`;
  return `intentions "${nameOf(number)}" {
  source "${nameOf((number + count - 1) % count)}" { action = "allow" }
${number % 2 === 0 ? "" : permission}}
`;
}

function versions(number: number): string {
  const name = nameOf(number);
  return `resolver "${name}" {
  default_subset = "v1"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

splitter "${name}" {
  split {
    weight = 100 - local.canary
    subset = "v1"
  }
  split {
    weight = local.canary
    subset = "v2"
  }
}
`;
}

function nameOf(number: number): string {
  return `s${String(number).padStart(5, "0")}`;
}

/** Distinct for the two instances of 4 million services. */
function addressOf(number: number, position: number): string {
  const host = 2 * number + position;
  return `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`;
}
