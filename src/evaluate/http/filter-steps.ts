import type { Any } from "../../envoy/gen/any.ts";
import type { HttpFilter } from "../../envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { accessRules, rulings } from "../authorization/access-rules.ts";
import { denialDetails } from "../authorization/ruling.ts";
import { faultStep } from "./fault-step.ts";
import type { FilterPass, FilterStep } from "./filter-pass.ts";
import { headerCopyStep } from "./header-copy-step.ts";
import { rateLimitStep } from "./rate-limit-step.ts";
import type { FilterOverrides } from "./route-table.ts";
import { tokenStep } from "./token-step.ts";

/**
 * The filters of a connection manager in order, each with the most precise of the configurations that the route
 * brings for it. The router is not among them: it is what happens behind them.
 */
export function filterSteps(
  filters: readonly HttpFilter[],
  overrides: FilterOverrides,
): readonly FilterStep[] {
  return filters.flatMap((filter) => {
    const override = overrideFor(filter.name ?? "", overrides);
    const isDisabled = override?.isDisabled ?? filter.disabled ?? false;
    return isDisabled || !filter.typed_config
      ? []
      : (filterStep(filter.typed_config, override?.config) ?? []);
  });
}

interface Override {
  readonly config: Any | undefined;
  /** Undefined when the override says nothing of it. */
  readonly isDisabled: boolean | undefined;
}

function overrideFor(name: string, overrides: FilterOverrides): Override | undefined {
  const config = overrides.findLast((configs) => Object.hasOwn(configs, name))?.[name];
  if (!config) return undefined;
  if (config["@type"] !== "type.googleapis.com/envoy.config.route.v3.FilterConfig")
    return { config, isDisabled: false };
  return { config: config.config, isDisabled: config.disabled ?? false };
}

function filterStep(config: Any, override: Any | undefined): FilterStep | undefined {
  switch (config["@type"]) {
    case "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router":
    case "type.googleapis.com/envoy.extensions.filters.http.grpc_stats.v3.FilterConfig":
      return undefined;
    case "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC":
      return accessStep(config, override);
    case "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault":
      return faultStep(override?.["@type"] === config["@type"] ? override : config);
    case "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit":
      return rateLimitStep(override?.["@type"] === config["@type"] ? override : config);
    case "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication":
      return tokenStep(config, override);
    case "type.googleapis.com/envoy.extensions.filters.http.header_to_metadata.v3.Config":
      return headerCopyStep(override?.["@type"] === config["@type"] ? override : config);
    default:
      return unknownStep(config["@type"]);
  }
}

type RbacConfig = Extract<
  Any,
  { readonly "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC" }
>;

/** A route's rules take the place of the listener's; a route may also say that there are none. */
function accessStep(config: RbacConfig, override: Any | undefined): FilterStep {
  const isOverridden =
    override?.["@type"] === "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute";
  const rules = accessRules(isOverridden ? (override.rbac ?? {}) : config);
  return (pass: FilterPass) => {
    for (const ruling of rulings(rules, pass.view)) {
      pass.rulings.push(ruling);
      if (ruling.isEnforced && ruling.action === "deny")
        pass.answer(1, { verdict: "denied", status: 403, details: denialDetails(ruling.rule) });
    }
  };
}

function unknownStep(type: string): FilterStep {
  const name = type.slice(type.lastIndexOf("/") + 1);
  return ({ view }) =>
    view.assume(`The filter ${name} is not walked through; the request was taken to pass it unchanged.`);
}
