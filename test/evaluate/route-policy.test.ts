import { expect, test } from "@jest/globals";
import type { RouteAction } from "../../src/envoy/gen/envoy.config.route.v3.ts";
import { routePolicy } from "../../src/evaluate/http/route-policy.ts";

const grpc = (longest: `${number}s`): RouteAction => ({
  max_stream_duration: { max_stream_duration: longest, grpc_timeout_header_max: longest },
});

test.each<[string, RouteAction, number | undefined, boolean]>([
  ["Envoy's own", {}, 15_000, false],
  ["that of the route", { timeout: "3s" }, 3000, false],
  ["none", { timeout: "0s" }, undefined, false],
  ["the longest duration of a call", grpc("5s"), 5000, true],
  ["only the call's own", grpc("0s"), undefined, true],
])("the timeout is %s", (_, action, timeoutMs, heedsGrpcTimeout) => {
  expect(routePolicy(action, {})).toMatchObject({ timeoutMs, heedsGrpcTimeout });
});
