import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { CommandContext } from "../../../src/cli/commands/command-context.ts";
import { explain } from "../../../src/cli/commands/explain.ts";
import type { ExplainArguments } from "../../../src/cli/commands/explain.ts";
import { intentionCheck } from "../../../src/cli/commands/intention-check.ts";
import { intentionMatch } from "../../../src/cli/commands/intention-match.ts";
import { show } from "../../../src/cli/commands/show.ts";
import { readEnvironment } from "../../../src/cli/environment.ts";

const documents = `proxy_defaults {
  config {
    local_connect_timeout_ms = 900
  }
}
service "web" {
  port     = 8080
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
}
service "shop" {
  port     = 8080
  address  = "10.0.0.3"
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
}
service "api" {
  port                     = 9090
  address                  = "10.0.0.2"
  protocol                 = "http"
  local_request_timeout_ms = 2500
}
router "api" {
  route {
    match {
      http { path_prefix = "/old/" }
    }
    destination {
      prefix_rewrite  = "/v1/"
      request_timeout = "4s"
      num_retries     = 2
      retry_on        = ["5xx"]
    }
  }
}
resolver "api" {
  connect_timeout = "3s"
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET"]
        header "x-user" { present = true }
      }
    }
    permission {
      action = "deny"
      http { path_prefix = "/" }
    }
  }
  source "shop" { action = "allow" }
}
intentions "*" {
  source "*" { action = "deny" }
}
`;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-explain-"));
  writeFileSync(join(folder, "mesh.hcl"), documents);
  writeFileSync(join(folder, "broken.dump"), "{");
  writeFileSync(join(folder, "other.dump"), '{"configs":[{"@type":"x"}]}');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("mesh explain", () => {
  const web = { caller: "web", destination: "api" };
  const user: readonly (readonly [string, string])[] = [["x-user", "1"]];
  test.each([
    {
      what: "an allowed request: its rule with file and line",
      args: { ...web, request: { method: "GET", path: "/v1/orders", headers: user } },
      exit: 0,
      says: [
        "allowed",
        "api/web#0 (mesh.hcl:41)",
        "Shadowed",
        "api/web#1 (mesh.hcl:49), which would deny it",
      ],
    },
    {
      what: "a denied request: what it lacks",
      args: { ...web, request: { method: "GET", path: "/v1/orders" } },
      exit: 1,
      says: [
        "denied",
        "api/web#1 (mesh.hcl:49)",
        "api/web#0 (mesh.hcl:41) would allow it if header x-user is present",
      ],
    },
    {
      what: "a route of a router: rewrite, timeout, retries",
      args: { ...web, request: { method: "GET", path: "/old/x", headers: user } },
      exit: 0,
      says: [
        "outbound~api#0 (mesh.hcl:24)",
        "the path becomes /v1/x",
        "times out after 4000 ms",
        "tried again up to 2 times on 5xx",
      ],
    },
    {
      what: "another caller, judged by its own rule",
      args: { caller: "shop", destination: "api", request: {} },
      exit: 0,
      says: ["api/shop (mesh.hcl:54)", "allows it"],
    },
    {
      what: "a caller without the upstream",
      args: { caller: "api", destination: "web", request: {} },
      exit: 1,
      says: ["unreachable", '"api" has no upstream "web"'],
    },
    {
      what: "a destination that nobody declares",
      args: { caller: "web", destination: "apo", request: {} },
      exit: 1,
      says: ['There is no service "apo". Did you mean "api"?'],
    },
    {
      what: "a caller that nobody declares",
      args: { caller: "webb", destination: "api", request: {} },
      exit: 1,
      says: ['no service or instance "webb"', 'Did you mean "web"?'],
    },
  ])("$what", ({ args, exit, says }) => {
    const result = run((context) => explain({ ...args, source: fromDocuments(), form: "text" }, context));
    for (const said of says) expect(result.text).toContain(said);
    expect(result.exit).toBe(exit);
  });

  test("as JSON, for scripts", () => {
    const request = { method: "GET", path: "/v1/orders", headers: user };
    const { out } = run((context) =>
      explain({ ...web, request, source: fromDocuments(), form: "json" }, context),
    );
    expect(JSON.parse(out)).toMatchObject({
      verdict: "allowed",
      ways: [
        {
          share: 1,
          otherRules: [
            { rule: "escaped-slash", standing: "no-match" },
            { rule: "api/web#1", standing: "shadowed", action: "deny" },
          ],
        },
      ],
    });
  });

  test.each([
    { what: "what is no JSON", file: "broken.dump", says: "is no config dump" },
    { what: "a dump without a node", file: "other.dump", says: "no bootstrap with a node" },
  ])("refuses $what", ({ file, says }) => {
    const source = { kind: "config-dumps", files: [join(folder, file)] } as const;
    const { exit, text } = run((context) => explain({ ...web, request: {}, source, form: "text" }, context));
    expect(text).toContain(says);
    expect(exit).toBe(1);
  });
});

describe("mesh intention check", () => {
  test.each([
    { source: "shop", destination: "api", exit: 0, says: "Allowed: api/shop (mesh.hcl:54)." },
    { source: "web", destination: "api", exit: 1, says: "Depends on the request: api/web (mesh.hcl:40)." },
    { source: "web", destination: "shop", exit: 1, says: "Denied: */* (mesh.hcl:57)." },
    { source: "web", destination: "apo", exit: 1, says: 'no service "apo"' },
    { source: "wep", destination: "api", exit: 1, says: 'no service "wep". Did you mean "web"?' },
  ])("$source to $destination", ({ source, destination, exit, says }) => {
    const result = run((context) =>
      intentionCheck({ source, destination, path: folder, variableFlags: [], form: "text" }, context),
    );
    expect(result.text).toContain(says);
    expect(result.exit).toBe(exit);
  });
});

describe("mesh intention match", () => {
  test.each([
    { service: "api", as: "destination", ids: ["shop>api", "web>api", "*>*"] },
    { service: "web", as: "source", ids: ["web>api", "*>*"] },
    { service: "nobody", as: "source", ids: ["*>*"] },
  ] as const)("$service as $as, in the order of precedence", ({ service, as, ids }) => {
    const { out } = run((context) =>
      intentionMatch({ service, as, path: folder, variableFlags: [], form: "json" }, context),
    );
    const matched = JSON.parse(out) as readonly { readonly source: string; readonly destination: string }[];
    expect(matched.map(({ source, destination }) => `${source}>${destination}`)).toEqual(ids);
  });
});

test("mesh intention match says that nobody declares the service", () => {
  const { exit, text } = run((context) =>
    intentionMatch(
      { service: "apo", as: "destination", path: folder, variableFlags: [], form: "text" },
      context,
    ),
  );
  expect(text).toContain('There is no service "apo". Did you mean "api"?');
  expect(exit).toBe(1);
});

describe("mesh show --effective", () => {
  test.each([
    { setting: "protocol", value: "http", from: "mesh.hcl:20" },
    { setting: "local_request_timeout_ms", value: "2500", from: "mesh.hcl:21" },
    { setting: "local_connect_timeout_ms", value: "900", from: "mesh.hcl:3" },
    { setting: "connect_timeout_ms", value: "3000", from: "mesh.hcl:37" },
    { setting: "max_request_headers_kb", value: "60", from: "default" },
  ])("$setting is $value, from $from", ({ setting, value, from }) => {
    const { out } = run((context) =>
      show({ service: "api", path: folder, variableFlags: [], form: "text" }, context),
    );
    const line = out.split("\n").find((row) => row.includes(` ${setting} `));
    expect(line?.trim().split(/ {2,}/).slice(1)).toEqual([setting, value, from]);
  });

  test("a service that nobody declares", () => {
    const { exit, text } = run((context) =>
      show({ service: "apo", path: folder, variableFlags: [], form: "text" }, context),
    );
    expect(text).toContain('Did you mean "api"?');
    expect(exit).toBe(1);
  });
});

function fromDocuments(): ExplainArguments["source"] {
  return { kind: "documents", path: folder, variableFlags: [] };
}

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly text: string;
}

function run(command: (context: CommandContext) => number): Outcome {
  const out: string[] = [];
  const all: string[] = [];
  const terminal: CommandContext["terminal"] = {
    color: "never",
    isInteractive: false,
    out: (text) => {
      out.push(text);
      all.push(text);
    },
    note: (text) => all.push(text),
    style: (_, text) => text,
    ask: () => Promise.resolve({ kind: "ended" }),
  };
  const exit = command({ terminal, environment: readEnvironment({}) });
  const shown = (lines: readonly string[]): string => lines.join("\n").replaceAll(`${folder}/`, "");
  return { exit, out: shown(out), text: shown(all) };
}
