import { describe, expect, test } from "@jest/globals";
import type { ServiceSettings } from "../../../src/graph/service-settings.ts";
import { compiledMesh } from "../../support/check-document.ts";

/** The settings of the service api, whose block and defaults hold these lines. */
function settingsOf(lines: {
  readonly service?: string;
  readonly defaults?: string;
  readonly proxies?: string;
}): ServiceSettings {
  const { graph } = compiledMesh(`service "api" {
  port     = 9090
  protocol = "http"
  ${lines.service ?? ""}
}
service_defaults "api" {
  ${lines.defaults ?? ""}
}
proxy_defaults {
  ${lines.proxies ?? ""}
}
mesh { allow_enabling_permissive_mutual_tls = true }`);
  const api = graph.services.get("api");
  if (!api) throw new Error("the service is not linked");
  return api.settings;
}

describe("the most precise place wins, and is named", () => {
  test.each([
    ["nothing", {}, 5000, undefined],
    ["proxy_defaults", { proxies: "config { local_connect_timeout_ms = 1 }" }, 1, "1"],
    [
      "service_defaults",
      { defaults: "local_connect_timeout_ms = 2", proxies: "config { local_connect_timeout_ms = 1 }" },
      2,
      "2",
    ],
    [
      "the service",
      { service: "local_connect_timeout_ms = 3", defaults: "local_connect_timeout_ms = 2" },
      3,
      "3",
    ],
    ["a 0, which means the default", { service: "local_connect_timeout_ms = 0" }, 5000, "0"],
  ])("%s", (_, lines, value, written) => {
    const { localConnectTimeoutMs: setting } = settingsOf(lines);
    expect(setting.value).toBe(value);
    const { range } = setting;
    expect(range && range.file.text.slice(range.start, range.end)).toBe(written);
  });
});

test("proxy settings come from the service's config, then from that of all proxies", () => {
  const proxies = 'config {\n    local_idle_timeout_ms = 1\n    bind_address = "0.0.0.0"\n  }';
  expect(settingsOf({ service: "config { local_idle_timeout_ms = 2 }", proxies })).toMatchObject({
    localIdleTimeoutMs: { value: 2 },
    bindAddress: { value: "0.0.0.0" },
  });
});

test("what nothing gives has its default", () => {
  const { expose, ...settings } = settingsOf({});
  expect(Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]))).toEqual({
    maxInboundConnections: undefined,
    balanceInboundConnections: undefined,
    maxRequestHeadersKb: 60,
    handshakeTimeoutMs: 10_000,
    localConnectTimeoutMs: 5_000,
    localRequestTimeoutMs: 0,
    localIdleTimeoutMs: undefined,
    bindAddress: undefined,
    bindPort: undefined,
    mutualTlsMode: "strict",
    rateLimits: undefined,
    faultInjection: undefined,
  });
  expect(expose.value).toEqual({ checks: false, paths: [] });
});

test("a block is taken whole from the first place that has it", () => {
  const path = (name: string): string =>
    `expose {\n    path {\n      path          = "/${name}"\n      listener_port = 21900\n    }\n  }`;
  const { expose } = settingsOf({ service: path("own"), proxies: path("all") });
  expect(expose.value.paths.map((exposed) => exposed.path)).toEqual(["/own"]);
  expect(settingsOf({ proxies: path("all") }).expose.value.paths.map((exposed) => exposed.path)).toEqual([
    "/all",
  ]);
});

test("0 connections means any number", () => {
  expect(settingsOf({ service: "max_inbound_connections = 0" }).maxInboundConnections.value).toBeUndefined();
  expect(settingsOf({ service: "max_inbound_connections = 7" }).maxInboundConnections.value).toBe(7);
});
