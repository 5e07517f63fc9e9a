import type { Permission, Policy, Principal, RBAC } from "../../envoy/gen/envoy.config.rbac.v3.ts";
import { allOf, always, anyOf, not, unknowable } from "../condition/condition.ts";
import type { CompiledCondition } from "../condition/condition.ts";
import { headerCondition } from "../condition/header-condition.ts";
import { metadataCondition } from "../condition/metadata-condition.ts";
import { withoutQuery } from "../condition/path-condition.ts";
import type { RequestView } from "../condition/request-view.ts";
import { stringTest } from "../condition/string-test.ts";
import type { StringTest } from "../condition/string-test.ts";
import type { RuleList } from "./rule-list.ts";

/** `envoy.config.rbac.v3.RBAC`: policies by name, all of one action; what none matches meets the other one. */
export function policyRules({ action = "ALLOW", policies = {} }: RBAC): RuleList {
  const ruleAction = action === "DENY" ? "deny" : "allow";
  const nodes = Object.entries(policies)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([rule, policy]) =>
        ({ kind: "rule", rule, action: ruleAction, condition: policyCondition(policy) }) as const,
    );
  return { nodes, otherwise: { rule: "none", action: action === "ALLOW" ? "deny" : "allow" } };
}

function policyCondition({
  permissions = [],
  principals = [],
  condition,
  checked_condition,
}: Policy): CompiledCondition {
  const parts = [anyOf(principals.map(principalCondition)), anyOf(permissions.map(permissionCondition))];
  return allOf(condition || checked_condition ? [...parts, unknowable("an expression")] : parts);
}

function principalCondition(principal: Principal): CompiledCondition {
  const { any, and_ids, or_ids, not_id, authenticated, header, metadata, url_path } = principal;
  if (any) return always;
  if (and_ids) return allOf((and_ids.ids ?? []).map(principalCondition));
  if (or_ids) return anyOf((or_ids.ids ?? []).map(principalCondition));
  if (not_id) return not(principalCondition(not_id));
  if (header) return headerCondition(header);
  if (metadata) return metadataCondition(metadata);
  if (url_path) return pathTest(stringTest(url_path.path ?? {}));
  if (!authenticated) return unknowable("the caller's address");
  const name = authenticated.principal_name;
  const test = name ? stringTest(name) : { expected: "shows a certificate", test: () => true };
  return onText("caller", test, ({ connection }) => connection.caller);
}

function permissionCondition(permission: Permission): CompiledCondition {
  const { any, and_rules, or_rules, not_rule, header, metadata, url_path, requested_server_name } =
    permission;
  if (any) return always;
  if (and_rules) return allOf((and_rules.rules ?? []).map(permissionCondition));
  if (or_rules) return anyOf((or_rules.rules ?? []).map(permissionCondition));
  if (not_rule) return not(permissionCondition(not_rule));
  if (header) return headerCondition(header);
  if (metadata) return metadataCondition(metadata);
  if (url_path) return pathTest(stringTest(url_path.path ?? {}));
  if (requested_server_name)
    return onText(
      "server name",
      stringTest(requested_server_name),
      ({ connection }) => connection.serverName,
    );
  return unknowable("the destination's address");
}

function pathTest(test: StringTest): CompiledCondition {
  return onText("path", test, (view) => withoutQuery(view.path));
}

function onText(
  input: string,
  test: StringTest,
  text: (view: RequestView) => string | undefined,
): CompiledCondition {
  return {
    input,
    expected: test.expected,
    holds: (view) => {
      const value = text(view);
      return value !== undefined && test.test(value);
    },
    actual: text,
  };
}
