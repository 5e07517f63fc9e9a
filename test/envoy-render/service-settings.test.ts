import { describe, expect, test } from "@jest/globals";
import { compile } from "../../src/compile.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import {
  envoyVersionText,
  newestEnvoyVersion,
  supportedEnvoyVersions,
} from "../../src/graph/envoy-version.ts";
import type { EnvoyVersion } from "../../src/graph/envoy-version.ts";
import { expectGolden } from "../support/golden.ts";
import { resourcesOf, written } from "./render-documents.ts";
import { expectRoundTrip } from "./round-trip.ts";
import { pair, settingCases } from "./setting-cases.ts";
import type { SettingCase } from "./setting-cases.ts";

const part = "envoy-render";

const chosen = ({ documents, proxy = "api", types, named = "" }: SettingCase): readonly Resource[] =>
  resourcesOf(proxy, documents).filter(
    ({ typeUrl, name }) => types.some((type) => typeUrls[type] === typeUrl) && name.includes(named),
  );

test.each(settingCases)("$shows", (row) => expectGolden(part, row.shows, chosen(row).map(written)));

describe("what is encoded is what is written", () => {
  test.each(settingCases)("$shows", ({ documents, proxy = "api" }) => {
    for (const { typeUrl, message } of resourcesOf(proxy, documents))
      expectRoundTrip(typeUrl.slice(typeUrl.indexOf("/") + 1), message);
  });
});

describe("an instance is reached", () => {
  test.each([
    ["at the usual port", "", "", { reached: 21000, listens: 21000 }],
    [
      "where its sidecar listens, unless it says otherwise",
      "",
      "bind_port = 20000",
      { reached: 20000, listens: 20000 },
    ],
    [
      "where it says, wherever its sidecar listens",
      'instance "api" { sidecar_port = 21100 }',
      "bind_port = 20000",
      { reached: 21100, listens: 20000 },
    ],
  ] as const)("%s", (_, instance, config, { reached, listens }) => {
    const documents = pair("http", `${instance}\n  config {\n ${config}\n}`);
    const text = (proxy: string, typeUrl: string, name: string): string =>
      JSON.stringify(
        resourcesOf(proxy, documents).find(
          (resource) => resource.typeUrl === typeUrl && resource.name === name,
        )?.message,
      );
    expect(text("web", typeUrls.endpoint, "api.default.dc1.internal.mesh.internal")).toContain(
      `"address":"10.0.0.2","port_value":${reached}`,
    );
    expect(text("api", typeUrls.listener, "inbound~api")).toContain(
      `"address":"10.0.0.2","port_value":${listens}`,
    );
  });
});

test("switching limits and faults of requests on leaves every listener as it is", () => {
  const listenersWith = (inService: string): readonly object[] =>
    resourcesOf("api", pair("http", inService))
      .filter(({ typeUrl }) => typeUrl === typeUrls.listener)
      .map(written);
  expect(
    listenersWith(`  rate_limits {
    instance_level { requests_per_second = 1 }
  }
  fault_injection {
    abort { http_status = 500 }
  }
  local_request_timeout_ms = 5`),
  ).toEqual(listenersWith(""));
});

test.each(supportedEnvoyVersions.map((version) => [envoyVersionText(version), version] as const))(
  "Envoy %s is told the same as the newest",
  (_, envoyVersion) => {
    for (const { documents } of settingCases)
      expect(renderedFor(documents, envoyVersion)).toEqual(renderedFor(documents, newestEnvoyVersion));
  },
);

function renderedFor(text: string, envoyVersion: EnvoyVersion): readonly (readonly object[])[] {
  const set = { files: [{ filename: "mesh.hcl", text }], variables: new Map() };
  const { mesh } = compile([set], { envoyVersion });
  return (mesh?.proxies ?? []).map(({ resources }) => resources.map(written));
}
