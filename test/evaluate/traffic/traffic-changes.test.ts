import { describe, expect, test } from "@jest/globals";
import { toApiTraffic } from "../../../src/client/api-traffic.ts";
import { trafficTexts } from "../../../src/client/change-text.ts";
import { trafficChanges } from "../../../src/evaluate/traffic/traffic-changes.ts";
import { compiledMesh } from "../../support/check-document.ts";

const addresses = ["none", "api", "web", "db", "old", "shop"];

const http = (name: string, more = ""): string =>
  `service "${name}" {\n  port = 8080\n  protocol = "http"\n  address = "10.0.0.${addresses.indexOf(name)}"\n${more}}\n`;

const calls = (name: string, port: number): string => `upstream "${name}" { local_bind_port = ${port} }\n`;

const allow = (source: string, more = 'action = "allow"'): string => `source "${source}" {\n${more}\n}\n`;

const permission = (action: string, match: string): string =>
  `permission {\n  action = "${action}"\n  http {\n    ${match}\n  }\n}\n`;

const intentions = (...sources: readonly string[]): string => `intentions "api" {\n${sources.join("")}}\n`;

const versions = `service "api" {
  port = 8080
  protocol = "http"
  instance "v1" {
    address = "10.0.1.1"
    meta = { version = "v1" }
  }
  instance "v2" {
    address = "10.0.1.2"
    meta = { version = "v2" }
  }
}
resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}
`;

const splits = (...weights: readonly (readonly [subset: string, weight: number])[]): string =>
  `splitter "api" {\n${weights.map(([subset, weight]) => `split {\n  weight = ${weight}\n  subset = "${subset}"\n}\n`).join("")}}\n`;

const web = http("web", calls("api", 9001));
const api = http("api");
const pair = web + api;
const getV1 = permission("allow", 'path_prefix = "/v1"\n    methods = ["GET"]');

function texts(before: string, after: string): readonly string[] {
  const [old, next] = [compiledMesh(before), compiledMesh(after)];
  return trafficTexts(toApiTraffic(trafficChanges(old, next), next.secrets));
}

describe("who may call whom", () => {
  test.each<{ what: string; before: string; after: string; says: readonly string[] }>([
    {
      what: "nothing",
      before: pair + intentions(allow("web")),
      after: pair + intentions(allow("web")),
      says: [],
    },
    {
      what: "nothing, where only words change",
      before: pair + intentions(allow("web")),
      after: `# words\n${pair}${intentions(allow("web"))}`,
      says: [],
    },
    {
      what: "all requests at once",
      before: pair,
      after: pair + intentions(allow("web")),
      says: ["web to api: allowed, was denied"],
    },
    {
      what: "those of a permission alone",
      before: pair,
      after: pair + intentions(allow("web", getV1)),
      says: ["web to api: GET /v1 allowed, was denied"],
    },
    {
      what: "those that lose it",
      before: pair + intentions(allow("web")),
      after: pair + intentions(allow("web", getV1)),
      says: ["web to api: GET / denied, was allowed", "web to api: POST / denied, was allowed"],
    },
    {
      what: "a method for any path",
      before: pair,
      after: pair + intentions(allow("web", permission("allow", 'path_prefix = "/"\n    methods = ["GET"]'))),
      says: ["web to api: GET / allowed, was denied"],
    },
    {
      what: "the methods that are left",
      before: pair + intentions(allow("web", permission("allow", 'path_prefix = "/v1"'))),
      after: pair + intentions(allow("web", getV1)),
      says: ["web to api: POST /v1 denied, was allowed"],
    },
    {
      what: "an upstream that is gone, once",
      before: pair + intentions(allow("web", getV1)),
      after: http("web") + api + intentions(allow("web", getV1)),
      says: ["web to api: no upstream any more, was mixed"],
    },
    {
      what: "one path at the root",
      before: pair,
      after: pair + intentions(allow("web", permission("allow", 'path_exact = "/"'))),
      says: ["web to api: GET / allowed, was denied"],
    },
    {
      what: "a header",
      before: pair,
      after:
        pair +
        intentions(
          allow("web", permission("allow", 'path_prefix = "/"\n    header "x-user" { present = true }')),
        ),
      says: ["web to api: GET /, x-user: 1 allowed, was denied"],
    },
    {
      what: "nothing that can be said, for a regular expression",
      before: pair,
      after: pair + intentions(allow("web", permission("allow", 'path_regex = "/v[0-9]+"'))),
      says: [],
    },
    {
      what: "a new upstream, and one that is gone",
      before: web + api + http("db") + intentions(allow("web")),
      after: http("web", calls("db", 9002)) + api + http("db") + intentions(allow("web")),
      says: ["web to api: no upstream any more, was allowed", "web to db: denied (new)"],
    },
    {
      what: "a caller that is new, and none that is gone",
      before: http("old", calls("api", 9001)) + api,
      after: pair + intentions(allow("web")),
      says: ["web to api: allowed (new)"],
    },
    {
      what: "connections of tcp",
      before: (pair + intentions(allow("web"))).replaceAll('protocol = "http"', ""),
      after: pair.replaceAll('protocol = "http"', ""),
      says: ["web to api: denied, was allowed"],
    },
  ])("says $what", ({ before, after, says }) => expect(texts(before, after)).toEqual(says));
});

describe("where requests go", () => {
  const callers = web + http("shop", calls("api", 9001));
  const mesh = callers + versions + intentions(allow("*"));
  test.each<{ what: string; before: string; after: string; says: readonly string[] }>([
    {
      what: "other weights, once for all callers",
      before: mesh + splits(["v1", 100]),
      after: mesh + splits(["v1", 90], ["v2", 10]),
      says: ["api: v1 90 %, v2 10 %, was v1 100 %"],
    },
    {
      what: "a splitter where there was none",
      before: mesh,
      after: mesh + splits(["v1", 99.5], ["v2", 0.5]),
      says: ["api: v1 99.5 %, v2 0.5 %, was api 100 %"],
    },
    {
      what: "a route of its own",
      before: mesh,
      after: `${mesh}router "api" {\n  route {\n    match {\n      http { path_prefix = "/beta" }\n    }\n    destination { subset = "v2" }\n  }\n}\n`,
      says: ["api: GET /beta v2 100 %, was api 100 %"],
    },
  ])("says $what", ({ before, after, says }) => expect(texts(before, after)).toEqual(says));
});

test("a sensitive value stays out of the words", () => {
  const secret = `variable "token" {\n  sensitive = true\n  default = "topsecret"\n}\n`;
  const match = permission("allow", 'path_prefix = "/"\n    header "x-token" { exact = var.token }');
  const found = texts(pair, secret + pair + intentions(allow("web", match)));
  expect(found).toEqual(["web to api: GET /, x-token: (sensitive value) allowed, was denied"]);
});

test("of very many calls some are followed, and it is said that others are not", () => {
  const names = Array.from({ length: 251 }, (_, index) => `caller-${index}`);
  const callers = names.map(
    (name, index) =>
      `service "${name}" {\n  port = 8080\n  address = "10.1.${index >> 8}.${index & 255}"\n  ${calls("api", 9001)}}\n`,
  );
  const mesh = callers.join("") + 'service "api" {\n  port = 8080\n  address = "10.0.0.2"\n}\n';
  const found = trafficChanges(compiledMesh(mesh), compiledMesh(mesh + intentions(allow("*"))));
  expect(found.isComplete).toBe(false);
  expect(found.changes).toHaveLength(250);
});
