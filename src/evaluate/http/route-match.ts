import type { RouteMatch } from "../../envoy/gen/envoy.config.route.v3.ts";
import { allOf, unknowable } from "../condition/condition.ts";
import type { CompiledCondition } from "../condition/condition.ts";
import { headerCondition } from "../condition/header-condition.ts";
import { metadataCondition } from "../condition/metadata-condition.ts";
import { pathCondition } from "../condition/path-condition.ts";
import { queryCondition } from "../condition/query-condition.ts";
import { isGrpc } from "./grpc.ts";

/** Every condition of a route match; the fraction of requests that it may ask for is not one of them. */
export function matchCondition(match: RouteMatch): CompiledCondition {
  return allOf([
    pathCondition(match).condition,
    ...(match.grpc ? [grpcCondition] : []),
    ...(match.headers ?? []).map(headerCondition),
    ...(match.query_parameters ?? []).map(queryCondition),
    ...(match.dynamic_metadata ?? []).map(metadataCondition),
    ...(match.tls_context ? [unknowable("the caller's certificate")] : []),
    ...(match.connect_matcher ? [connectCondition] : []),
    ...(match.path_match_policy ? [unknowable("a path template")] : []),
  ]);
}

const grpcCondition: CompiledCondition = {
  input: "header content-type",
  expected: "is that of gRPC",
  holds: isGrpc,
  actual: (view) => view.header("content-type"),
};

const connectCondition: CompiledCondition = {
  input: "method",
  expected: 'is "CONNECT"',
  holds: (view) => view.header(":method") === "CONNECT",
  actual: (view) => view.header(":method"),
};
