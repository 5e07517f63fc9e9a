/** A key set (RFC 7517) as JSON, from a document that has it as JSON or as base64 of it; undefined when it has none. */
export function keySetText(written: string): string | undefined {
  const text = written.trimStart().startsWith("{") ? written : decoded(written);
  return text !== undefined && holdsKeys(text) ? text : undefined;
}

function decoded(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // No base64, or bytes that are no text: the caller says what was expected.
    return undefined;
  }
}

/** Whether it is a set with at least one key; of which algorithms Envoy's are, Envoy knows. */
function holdsKeys(text: string): boolean {
  try {
    const set: unknown = JSON.parse(text);
    if (typeof set !== "object" || set === null || !("keys" in set) || !Array.isArray(set.keys)) return false;
    return set.keys.length > 0 && set.keys.every((key: unknown) => isKey(key));
  } catch {
    return false;
  }
}

function isKey(key: unknown): boolean {
  return typeof key === "object" && key !== null && "kty" in key && typeof key.kty === "string";
}
