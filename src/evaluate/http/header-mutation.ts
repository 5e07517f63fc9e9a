import type {
  HeaderValueOption,
  HeaderValueOption_HeaderAppendAction,
} from "../../envoy/gen/envoy.config.core.v3.ts";
import type { RequestView } from "../condition/request-view.ts";

/** A change that a proxy made to a header on the way. Names are lower-case. */
export type HeaderChange =
  | { readonly kind: "added" | "set"; readonly name: string; readonly value: string }
  | { readonly kind: "removed"; readonly name: string };

/** One place's changes: removals first, then replacements, then additions. */
export interface HeaderMutation {
  readonly removed: readonly string[];
  readonly written: readonly WrittenHeader[];
}

interface WrittenHeader {
  readonly name: string;
  readonly action: HeaderValueOption_HeaderAppendAction;
  readonly keepsEmpty: boolean;
  readonly value: (view: RequestView) => string;
}

export interface HeaderMutationSource {
  readonly request_headers_to_add?: readonly HeaderValueOption[];
  readonly request_headers_to_remove?: readonly string[];
}

/** Undefined when nothing is changed. */
export function headerMutation(source: HeaderMutationSource): HeaderMutation | undefined {
  const removed = (source.request_headers_to_remove ?? []).map((name) => name.toLowerCase());
  const written = (source.request_headers_to_add ?? []).map(writtenHeader);
  return removed.length + written.length > 0 ? { removed, written } : undefined;
}

/** The request after changes from several places, each of which sees what those before it have left. */
export function mutate(
  view: RequestView,
  mutations: readonly HeaderMutation[],
): { readonly view: RequestView; readonly changes: readonly HeaderChange[] } {
  if (mutations.length === 0) return { view, changes: none };
  const headers = new Map(view.headers);
  const changes = mutations.flatMap((mutation) =>
    applyMutation(mutation, view.withHeaders(headers), headers),
  );
  return { view: view.withHeaders(headers), changes };
}

const none: readonly HeaderChange[] = [];

function applyMutation(
  { removed, written }: HeaderMutation,
  view: RequestView,
  headers: Map<string, readonly string[]>,
): readonly HeaderChange[] {
  const changes: HeaderChange[] = [];
  for (const name of removed) if (headers.delete(name)) changes.push({ kind: "removed", name });
  // All values are made before the first one is written.
  const values = written
    .map((header) => ({ ...header, text: header.value(view), isPresent: headers.has(header.name) }))
    .filter(({ text, keepsEmpty }) => text !== "" || keepsEmpty);
  for (const { name, action, text, isPresent } of values)
    if (action === "OVERWRITE_IF_EXISTS_OR_ADD" || (action === "OVERWRITE_IF_EXISTS" && isPresent)) {
      headers.set(name, [text]);
      changes.push({ kind: "set", name, value: text });
    }
  for (const { name, action, text, isPresent } of values)
    if (action === "APPEND_IF_EXISTS_OR_ADD" || (action === "ADD_IF_ABSENT" && !isPresent)) {
      headers.set(name, [...(headers.get(name) ?? []), text]);
      changes.push({ kind: "added", name, value: text });
    }
  return changes;
}

function writtenHeader({
  header,
  append,
  append_action,
  keep_empty_value = false,
}: HeaderValueOption): WrittenHeader {
  const format = header?.value ?? "";
  return {
    name: (header?.key ?? "").toLowerCase(),
    action: append_action ?? (append === false ? "OVERWRITE_IF_EXISTS_OR_ADD" : "APPEND_IF_EXISTS_OR_ADD"),
    keepsEmpty: keep_empty_value,
    value: format.includes("%") ? (view) => substitute(format, view) : () => format,
  };
}

/** Envoy's command operators in a value, as far as they can be known without running it. */
function substitute(format: string, view: RequestView): string {
  return format.replace(
    /%%|%([A-Z0-9_]+)(?:\(([^)]*)\))?(?::\d+)?%/g,
    (operator, command?: string, argument?: string) => {
      if (operator === "%%") return "%";
      if (command === "REQ") return requestHeader(argument ?? "", view);
      if (command === "DOWNSTREAM_PEER_URI_SAN") return view.connection.caller ?? "-";
      view.assume(
        `What ${operator} stands for in a header is known to a running Envoy alone; it was left as it is.`,
      );
      return operator;
    },
  );
}

/** `NAME?ALTERNATIVE` */
function requestHeader(argument: string, view: RequestView): string {
  for (const name of argument.toLowerCase().split("?")) {
    const value = view.headers.get(name)?.[0];
    if (value !== undefined) return value;
  }
  return "-";
}
