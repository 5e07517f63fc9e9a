import type { EntryOf } from "../../config/entry.ts";
import type { IntentionPermission, IntentionSource } from "../../config/gen/entries.ts";
import type { IntentionRule, PathMatch, Permission } from "../intention-rule.ts";

/**
 * By destination, the rules that decide about requests to it, most precise first: for each source exactly one counts,
 * that of the highest precedence. Rules of equal precedence are sorted by source, so that order in documents never
 * matters.
 */
export function linkIntentions(
  destinations: Iterable<string>,
  entries: readonly EntryOf<"service-intentions">[],
): ReadonlyMap<string, readonly IntentionRule[]> {
  const declared = rulesByDestination(entries);
  const forAll = inOrder(declared.get("*") ?? []);
  return new Map(
    [...destinations].map((destination) => {
      const own = declared.get(destination);
      // Most destinations of a mesh with rules for all have none of their own, and share one list.
      return [destination, own ? inOrder([...own, ...forAll]) : forAll];
    }),
  );
}

function rulesByDestination(
  entries: readonly EntryOf<"service-intentions">[],
): ReadonlyMap<string, readonly IntentionRule[]> {
  const byDestination = new Map<string, IntentionRule[]>();
  for (const entry of entries) {
    const rules = entry.value.sources.map((source, position) => toRule(source, position, entry));
    const earlier = byDestination.get(entry.value.name);
    if (!earlier) byDestination.set(entry.value.name, rules);
    else for (const rule of rules) earlier.push(rule);
  }
  return byDestination;
}

function inOrder(rules: readonly IntentionRule[]): readonly IntentionRule[] {
  const byPrecedence = [...rules].sort(
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
