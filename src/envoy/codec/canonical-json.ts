import { isMembers } from "./json-form.ts";

/**
 * The JSON text that equal values share: keys sorted by UTF-16 code unit, no white space, members that are undefined
 * left out.
 */
export function canonicalJson(value: unknown): string {
  if (isMembers(value)) return objectText(value);
  return Array.isArray(value) ? listText(value) : JSON.stringify(value ?? null);
}

function listText(values: readonly unknown[]): string {
  let text = "";
  for (const value of values) text += `${text && ","}${canonicalJson(value)}`;
  return `[${text}]`;
}

function objectText(members: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const key of Object.keys(members).sort()) {
    const value = members[key];
    if (value !== undefined) text += `${text && ","}${JSON.stringify(key)}:${canonicalJson(value)}`;
  }
  return `{${text}}`;
}
