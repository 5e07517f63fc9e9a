import { describe, expect, test } from "@jest/globals";
import type { ChainRoute } from "../../../src/graph/chain-route.ts";
import { targetKey } from "../../../src/graph/target.ts";
import { compiledMesh } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const routesOf = (text: string): readonly ChainRoute[] => {
  const { graph } = compiledMesh(withServices(text, "a", "b", "c"));
  return graph.chains.get("a")?.routes ?? [];
};
const router = (name: string, destination: string): string =>
  `router "${name}" {\n  route {\n    destination {\n      ${destination}\n    }\n  }\n}\n`;
const consulRouter = (destination: string): string =>
  `Kind = "service-router"\nName = "a"\nRoutes = [{ Destination { ${destination} } }]\n`;
const subsets = 'resolver "b" {\n  default_subset = "v2"\n  subset "v1" {}\n  subset "v2" {}\n}\n';
const splitter =
  'splitter "b" {\n  split {\n    weight = 75\n    subset = "v1"\n  }\n  split {\n    weight  = 25\n    service = "c"\n  }\n}\n';

describe("where routes lead", () => {
  test.each([
    ["to the service itself", router("a", 'num_retries = 1\n retry_on = ["5xx"]'), ["100 a"]],
    ["to another service", router("a", 'service = "c"'), ["100 c"]],
    ["to its default subset", router("a", 'service = "b"') + subsets, ["100 v2.b"]],
    ["into its splitter", router("a", 'service = "b"') + subsets + splitter, ["75 v1.b", "25 c"]],
    [
      "past its splitter to a subset",
      router("a", 'service = "b"\n subset = "v1"') + subsets + splitter,
      ["100 v1.b"],
    ],
    ["past its router", router("a", 'service = "b"') + router("b", 'service = "c"'), ["100 b"]],
    [
      "on where its resolver redirects",
      router("a", 'service = "b"') + 'resolver "b" {\n  redirect { service = "c" }\n}\n',
      ["100 c"],
    ],
  ])("%s", (_, text, expected) => {
    const splits = routesOf(text).flatMap((route) => route.splits);
    expect(splits.map(({ weight, target }) => `${weight} ${targetKey(target)}`)).toEqual(expected);
  });
});

describe("zero says any time and never, except in Consul's documents, where it says nothing", () => {
  test.each([
    ["nothing", router("a", 'service = "b"'), undefined, undefined],
    ["zero", router("a", 'request_timeout = "0s"'), 0, undefined],
    ["a duration", router("a", 'request_timeout = "1m1ms"'), 60_001, undefined],
    ["zero retries", router("a", 'num_retries = 0\n retry_on = ["5xx"]'), undefined, undefined],
    ["retries", router("a", 'num_retries = 2\n retry_on = ["5xx"]'), undefined, 2],
    ["a condition alone", router("a", 'retry_on = ["5xx"]'), undefined, "as Envoy does"],
  ])("%s", (_, text, timeoutMs, retries) => {
    const [route] = routesOf(text);
    expect([route?.timeoutMs, retriesOf(route)]).toEqual([timeoutMs, retries]);
  });

  test.each([
    ["zero", 'RequestTimeout = "0s"', undefined, undefined],
    ["a duration less than zero", 'RequestTimeout = "-1s"', 0, undefined],
    ["nanoseconds", "RequestTimeout = 2000000000", 2_000, undefined],
    ["zero retries", 'NumRetries = 0 RetryOn = ["5xx"]', undefined, "as Envoy does"],
  ])("of Consul: %s", (_, destination, timeoutMs, retries) => {
    const documents = withServices("", "a", "b");
    const { graph } = compiledMesh({
      ...(typeof documents === "string" ? {} : documents),
      "router.hcl": consulRouter(`Service = "b" ${destination}`),
    });
    const [route] = graph.chains.get("a")?.routes ?? [];
    expect([route?.timeoutMs, retriesOf(route)]).toEqual([timeoutMs, retries]);
  });
});

test("conditions to try again are each named once", () => {
  const [route] = routesOf(
    router(
      "a",
      'retry_on_connect_failure = true\n retry_on = ["connect-failure", "5xx"]\n retry_on_status_codes = [409]',
    ),
  );
  expect(route?.retry).toEqual({
    on: ["connect-failure", "5xx", "retriable-status-codes"],
    statusCodes: [409],
    retries: undefined,
  });
});

function retriesOf(route: ChainRoute | undefined): number | string | undefined {
  return route?.retry && (route.retry.retries ?? "as Envoy does");
}
