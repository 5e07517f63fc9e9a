import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute, Block } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { evaluate } from "../evaluate.ts";
import { isIdentifier } from "../native/scanner.ts";
import type { ComputedName } from "./resolve-names.ts";

/** The attributes of all `locals` blocks, as names to compute. */
export function gatherLocals(blocks: readonly Block[], diagnostics: Diagnostic[]): readonly ComputedName[] {
  const gathered = new Map<string, Attribute>();
  for (const block of blocks) {
    const { value: attributes, diagnostics: found } = block.body.justAttributes();
    diagnostics.push(...found);
    for (const attribute of attributes.values()) {
      const first = gathered.get(attribute.name);
      if (first) diagnostics.push(duplicateLocal(attribute, first));
      else if (!isIdentifier(attribute.name)) diagnostics.push(invalidName(attribute));
      else gathered.set(attribute.name, attribute);
    }
  }
  return [...gathered.values()].map(({ name, nameRange, expression }) => ({
    root: "local",
    name,
    nameRange,
    expressions: [expression],
    compute: (scope) => evaluate(expression, scope),
  }));
}

function duplicateLocal(second: Attribute, first: Attribute): Diagnostic {
  return error({
    code: languageCodes.duplicateDeclaration,
    summary: "Duplicate local",
    detail: `The local "${second.name}" is already set. Remove or rename one of the two.`,
    subject: second.nameRange,
    related: [{ message: "set first here", range: first.nameRange }],
  });
}

function invalidName({ name, nameRange }: Attribute): Diagnostic {
  return error({
    code: languageCodes.invalidName,
    summary: "Invalid name",
    detail: `"${name}" cannot be referred to: names begin with a letter or underscore and hold letters, digits, underscores and dashes. Rename it.`,
    subject: nameRange,
  });
}
