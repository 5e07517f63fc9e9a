const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it stands in HTML or XML, in an attribute as well. */
export function markupText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
