import type { EntryOf } from "../../config/entry.ts";
import type { IntentionSource } from "../../config/gen/entries.ts";
import type { IntentionRule } from "../intention-rule.ts";
import { Recollection } from "../recollection.ts";
import { linkPermission, tokensOf } from "./link-permission.ts";

/**
 * By destination, the rules that decide about requests to it, most precise first: for each source exactly one counts,
 * that of the highest precedence. Rules of equal precedence are sorted by source, so that order in documents never
 * matters.
 */
export function linkIntentions(
  destinations: Iterable<string>,
  entries: readonly EntryOf<"service-intentions">[],
): ReadonlyMap<string, readonly IntentionRule[]> {
  const declared = byDestination(entries);
  const forAll = rulesFor(declared.get("*") ?? [], []);
  return new Map(
    [...destinations].map((destination) => {
      const own = declared.get(destination);
      // Most destinations of a mesh with rules for all have none of their own, and share one list.
      return [destination, own ? rulesFor(own, forAll) : forAll];
    }),
  );
}

type IntentionsEntry = EntryOf<"service-intentions">;

const ordered = new Recollection<readonly IntentionRule[]>();
const linked = new Recollection<readonly IntentionRule[]>();
const noRules: readonly IntentionRule[] = [];

/** The rules of the entries about one destination, with those about all. */
function rulesFor(
  entries: readonly IntentionsEntry[],
  forAll: readonly IntentionRule[],
): readonly IntentionRule[] {
  const [owner] = entries;
  if (!owner) return noRules;
  const own = rulesOf(owner);
  if (entries.length === 1 && forAll.length === 0 && own.length < 2) return own;
  return ordered.recall({ owner }, [forAll, ...entries], () =>
    inOrder([...entries.flatMap(rulesOf), ...forAll]),
  );
}

function rulesOf(entry: IntentionsEntry): readonly IntentionRule[] {
  return linked.recall({ owner: entry }, [], () =>
    entry.value.sources.map((source, position) => toRule(source, position, entry)),
  );
}

function byDestination(entries: readonly IntentionsEntry[]): ReadonlyMap<string, readonly IntentionsEntry[]> {
  const found = new Map<string, IntentionsEntry[]>();
  for (const entry of entries) {
    const earlier = found.get(entry.value.name);
    if (earlier) earlier.push(entry);
    else found.set(entry.value.name, [entry]);
  }
  return found;
}

function inOrder(rules: readonly IntentionRule[]): readonly IntentionRule[] {
  if (rules.length < 2) return rules;
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
  const { value } = entry;
  const id = `${value.name}/${source.name}`;
  const tokens = value.jwt ? tokensOf(value.jwt, entry.rangeAt("jwt")) : [];
  const permissions = source.permissions?.map((permission, index) => {
    const at = ["sources", position, "permissions", index] as const;
    return linkPermission(permission, {
      id: `${id}#${index}`,
      tokens: permission.jwt ? [...tokens, ...tokensOf(permission.jwt, entry.rangeAt(...at, "jwt"))] : tokens,
      range: entry.rangeAt(...at),
    });
  });
  return {
    id,
    source: source.name,
    precedence: precedenceOf(source.name, value.name),
    enforcement: source.enforcement ?? value.enforcement ?? "enforce",
    // A source with neither is reported by a check; until then it denies.
    decision: permissions?.length
      ? { kind: "permissions", permissions }
      : { kind: "action", action: source.action ?? "deny", tokens },
    range: entry.rangeAt("sources", position),
  };
}

function precedenceOf(source: string, destination: string): IntentionRule["precedence"] {
  if (destination === "*") return source === "*" ? 5 : 6;
  return source === "*" ? 8 : 9;
}
