import { suggestName } from "../../diagnostics/suggest.ts";
import type { Schema } from "../schema.ts";
import type { Spelling } from "../spelling.ts";

/** How a Consul document writes names: `ServiceSubset` or `service_subset`. */
export type NameForm = "camel" | "snake";

/** The form in which a name is written, for the names that a message suggests. */
export function formOf(written: string): NameForm {
  return /^[A-Z]/.test(written) ? "camel" : "snake";
}

/** The name in the form in which a document writes its others. */
export function consulName(property: string, form: NameForm): string {
  return form === "snake" ? property : property.split("_").map(capitalised).join("");
}

export function consulSpelling(form: NameForm): Spelling {
  return { nameOf: (property) => consulName(property, form), isBlock: () => false };
}

/** Case and underscores make no difference: `HTTP`, `http`, `PathPrefix` and `path_prefix` are as good as each other. */
export function sameName(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

type Properties = Readonly<Record<string, Schema>>;

export function propertyNamed(written: string, properties: Properties): string | undefined {
  return Object.keys(properties).find((property) => sameName(property, written));
}

/** The property that a misspelt name stands for. */
export function misspeltProperty(written: string, properties: Properties): string | undefined {
  const form = formOf(written);
  const byName = new Map(Object.keys(properties).map((property) => [consulName(property, form), property]));
  return byName.get(suggestName(written, byName.keys()) ?? "");
}

/** What Consul adds to an entry when it is read back; nobody sets it. */
export function isBookkeeping(written: string): boolean {
  return bookkeeping.has(normalised(written));
}

const bookkeeping: ReadonlySet<string> = new Set([
  "createindex",
  "modifyindex",
  "hash",
  "precedence",
  "legacyid",
  "legacymeta",
  "legacycreatetime",
  "legacyupdatetime",
]);

function normalised(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function capitalised(word: string): string {
  return acronyms.has(word) ? word.toUpperCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const acronyms: ReadonlySet<string> = new Set([
  ..."ca ecdh grpc h2ping http id ip json jwks jwt kb os sni tcp tls ttl udp uri url".split(" "),
]);
