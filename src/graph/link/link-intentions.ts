import type { EntryOf } from "../../config/entry.ts";
import type { IntentionPermission, IntentionSource } from "../../config/gen/entries.ts";
import type { IntentionRule, PathMatch, Permission } from "../intention-rule.ts";

/**
 * The rules that decide about requests to a service, most precise first: for each source exactly one counts, that of
 * the highest precedence. Rules of equal precedence are sorted by source, so that order in documents never matters.
 */
export function linkIntentions(
  destination: string,
  entries: readonly EntryOf<"service-intentions">[],
): readonly IntentionRule[] {
  const rules = entries
    .filter(({ value }) => value.name === destination || value.name === "*")
    .flatMap((entry) => entry.value.sources.map((source, position) => toRule(source, position, entry)));
  const byPrecedence = rules.sort(
    (a, b) => b.precedence - a.precedence || (a.source < b.source ? -1 : Number(a.source > b.source)),
  );
  const bySource = new Map<string, IntentionRule>();
  for (const rule of byPrecedence) if (!bySource.has(rule.source)) bySource.set(rule.source, rule);
  return [...bySource.values()];
}

function toRule(
  source: IntentionSource,
  position: number,
  entry: EntryOf<"service-intentions">,
): IntentionRule {
  const id = `${entry.value.name}/${source.name}`;
  const range = entry.rangeAt("sources", position);
  const permissions = source.permissions?.map((permission, index) =>
    toPermission(permission, {
      id: `${id}#${index}`,
      range: entry.rangeAt("sources", position, "permissions", index),
    }),
  );
  return {
    id,
    source: source.name,
    precedence: precedenceOf(source.name, entry.value.name),
    // A source with neither is reported by a check; until then it denies.
    decision: permissions?.length
      ? { kind: "permissions", permissions }
      : { kind: "action", action: source.action ?? "deny" },
    range,
  };
}

function precedenceOf(source: string, destination: string): IntentionRule["precedence"] {
  if (destination === "*") return source === "*" ? 5 : 6;
  return source === "*" ? 8 : 9;
}

function toPermission(
  { action, http }: IntentionPermission,
  site: Pick<Permission, "id" | "range">,
): Permission {
  return { ...site, action, path: pathMatchOf(http), methods: [...(http.methods ?? [])].sort() };
}

function pathMatchOf(http: IntentionPermission["http"]): PathMatch | undefined {
  if (http.path_exact !== undefined) return { kind: "exact", value: http.path_exact };
  return http.path_prefix === undefined ? undefined : { kind: "prefix", value: http.path_prefix };
}
