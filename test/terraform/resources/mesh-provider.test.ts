import { describe, expect, test } from "@jest/globals";
import type { FetchOptions, HttpRequest } from "../../../src/platform/node/fetch.ts";
import { meshProvider } from "../../../src/terraform/resources/mesh-provider.ts";
import { unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";

type Variables = Readonly<Record<string, string>>;
type Config = Readonly<Record<string, CtyValue>>;

const files: Variables = { "/ca.pem": "CA", "/cert.pem": "CERT", "/key.pem": "KEY" };

/** What a provider with this configuration would send with, or what is wrong with it. */
function configured(config: Config, variables: Variables = {}) {
  let options: FetchOptions | undefined;
  const provider = meshProvider({
    variables,
    readText: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("ENOENT");
      return text;
    },
    createFetch: (given) => {
      options = given;
      return (_url: string, _request: HttpRequest) => Promise.reject(new Error("not asked for"));
    },
  });
  const names = Object.keys(provider.schema.attributes);
  const { value, diagnostics } = provider.configure(
    new Map(names.map((name) => [name, config[name] ?? null])),
  );
  const known =
    value?.kind === "known" ? { address: value.client.address, set: value.defaultSet } : undefined;
  return { kind: value?.kind, ...known, options, diagnostics };
}

const standard = { timeoutMs: 10_000, tls: {} };

describe("the provider's configuration", () => {
  test.each<[string, Config, Variables, object]>([
    [
      "has a value for all that is not given",
      {},
      {},
      { address: "http://127.0.0.1:8500", set: "default", options: standard },
    ],
    [
      "comes from attributes",
      {
        address: "https://mesh:1/",
        token: "t",
        ca_certificate: "A",
        client_certificate: "B",
        client_key: "C",
      },
      {},
      {
        address: "https://mesh:1",
        options: {
          timeoutMs: 10_000,
          headers: { authorization: "Bearer t" },
          tls: { ca: "A", cert: "B", key: "C" },
        },
      },
    ],
    [
      "comes from the environment, certificates from the files it names",
      {},
      {
        MESH_HTTP_ADDR: "mesh:1",
        MESH_TOKEN: "t",
        MESH_SET: "edge",
        MESH_TIMEOUT: "1m",
        MESH_CACERT: "/ca.pem",
        MESH_CLIENT_CERT: "/cert.pem",
        MESH_CLIENT_KEY: "/key.pem",
      },
      {
        address: "http://mesh:1",
        set: "edge",
        options: {
          timeoutMs: 60_000,
          headers: { authorization: "Bearer t" },
          tls: { ca: "CA", cert: "CERT", key: "KEY" },
        },
      },
    ],
    [
      "comes from attributes first",
      { address: "http://a:1", token: "a", set: "a", timeout: "1s", ca_certificate: "A" },
      {
        MESH_HTTP_ADDR: "b:1",
        MESH_TOKEN: "b",
        MESH_SET: "b",
        MESH_TIMEOUT: "2s",
        MESH_CACERT: "/nowhere",
      },
      {
        address: "http://a:1",
        set: "a",
        options: { timeoutMs: 1_000, headers: { authorization: "Bearer a" }, tls: { ca: "A" } },
      },
    ],
    [
      "takes an empty variable for none",
      {},
      { MESH_HTTP_ADDR: "", MESH_TOKEN: "", MESH_SET: "", MESH_TIMEOUT: "", MESH_CACERT: "" },
      { address: "http://127.0.0.1:8500", set: "default", options: standard },
    ],
  ])("%s", (_, config, variables, expected) =>
    expect(configured(config, variables)).toMatchObject({ kind: "known", diagnostics: [], ...expected }),
  );

  test.each(["address", "token", "ca_certificate", "client_key", "set", "timeout"])(
    "waits as long as %s is unknown",
    (name) => expect(configured({ [name]: unknown })).toMatchObject({ kind: "unknown", diagnostics: [] }),
  );

  test.each<[string, Config, Variables, string, string]>([
    ["an address that is none", { address: "http://" }, {}, "address", "is no address of an agent"],
    ["a time that is none", {}, { MESH_TIMEOUT: "soon" }, "timeout", "MESH_TIMEOUT is no duration"],
    [
      "a file that is not there",
      {},
      { MESH_CLIENT_CERT: "/nowhere" },
      "client_certificate",
      'MESH_CLIENT_CERT names "/nowhere", which cannot be read',
    ],
  ])("refuses %s", (_, config, variables, name, detail) => {
    const { kind, diagnostics } = configured(config, variables);
    expect(kind).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { severity: "error", path: [{ kind: "attribute", name }], detail: expect.stringContaining(detail) },
    ]);
  });
});
