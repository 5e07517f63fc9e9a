/** The longest refusal that is kept, in UTF-16 code units; Envoy repeats a message for each resource it refuses. */
export const maxNackMessageLength = 8_192;

/** A refusal's text for people: without protobuf's marker in front, otherwise as Envoy wrote it, line by line. */
export function cleanNackMessage(message: string): string {
  const text = message
    .slice(0, maxNackMessageLength + maxMarkerLength)
    .replace(/^\s*goo\.gle\/\w{1,32}\s+/, "");
  const cut = text.slice(0, maxNackMessageLength).trimEnd();
  return cut === "" ? "Refused without a reason." : cut;
}

const maxMarkerLength = 64;

/**
 * Which of the names stand in the message as words of their own, in the order given. A name inside a longer one
 * (`api` in `api-v2`) is not mentioned by it.
 */
export function mentionedResources(message: string, names: readonly string[]): readonly string[] {
  const taken = new Uint8Array(message.length);
  const mentioned = new Set<string>();
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  for (const name of longestFirst) {
    if (name !== "" && claimMentions(message, name, taken)) mentioned.add(name);
  }
  return names.filter((name) => mentioned.has(name));
}

function claimMentions(message: string, name: string, taken: Uint8Array): boolean {
  let found = false;
  for (let at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (taken[at] === 1 || !isBoundary(message, at - 1, at) || !isBoundary(message, end, end)) continue;
    taken.fill(1, at, end);
    found = true;
  }
  return found;
}

/** Letters, digits, `_` and `-` continue a name; a dot does so only between two of them, else it ends a sentence. */
function isBoundary(message: string, outside: number, edge: number): boolean {
  const character = message[outside];
  if (character === undefined) return true;
  if (character === ".") return !isNamePart(message[outside < edge ? outside - 1 : outside + 1]);
  return !isNamePart(character);
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}
