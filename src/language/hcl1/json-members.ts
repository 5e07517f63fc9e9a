import type { Node } from "jsonc-parser";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { parseJsonTree } from "../json/json-document.ts";
import { nodeRange } from "../json/json-expression.ts";
import { readNumber } from "../read-number.ts";
import type { Hcl1Member, Hcl1Node, Hcl1Object } from "./hcl1-tree.ts";

/**
 * A Consul document in JSON, which is one object. It is strict JSON (RFC 8259), as Consul's agent reads it; the JSON
 * reader of HCL1 itself silently loses elements of lists.
 */
export function parseJsonMembers(file: SourceFile): WithDiagnostics<Hcl1Object> {
  const { value: root, diagnostics: syntaxErrors } = parseJsonTree(file);
  const reading: JsonReading = { file, diagnostics: [...syntaxErrors] };
  const range = { file, start: 0, end: file.text.length };
  const members = root?.type === "object" ? membersOf(root, reading) : [];
  if (root && root.type !== "object" && syntaxErrors.length === 0) {
    reading.diagnostics.push(
      error({
        code: languageCodes.wrongJsonShape,
        summary: "Object expected",
        detail: "A Consul document is one object. Put braces around its contents.",
        subject: nodeRange(file, root),
      }),
    );
  }
  const { diagnostics } = reading;
  return { value: { kind: "object", members, range, complete: diagnostics.length === 0 }, diagnostics };
}

interface JsonReading {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[];
}

function membersOf(node: Node, reading: JsonReading): readonly Hcl1Member[] {
  return (node.children ?? []).flatMap((property) => {
    const [nameNode, valueNode] = property.children ?? [];
    const name: unknown = nameNode?.value;
    if (!nameNode || !valueNode || typeof name !== "string") return [];
    const value = toNode(valueNode, reading);
    const key = { text: name, range: nodeRange(reading.file, nameNode) };
    return value ? [{ keys: [key], form: "property", value, range: nodeRange(reading.file, property) }] : [];
  });
}

function toNode(node: Node, reading: JsonReading): Hcl1Node | undefined {
  const range = nodeRange(reading.file, node);
  switch (node.type) {
    case "string":
      return { kind: "scalar", value: String(node.value), range };
    case "boolean":
      return { kind: "scalar", value: node.value === true, range };
    case "null":
      return { kind: "scalar", value: null, range };
    case "number":
      return numberNode(node, reading);
    case "array": {
      const elements = (node.children ?? []).flatMap((child) => toNode(child, reading) ?? []);
      return { kind: "list", elements, range };
    }
    case "object":
      return { kind: "object", members: membersOf(node, reading), range, complete: true };
    case "property":
      return undefined;
  }
}

function numberNode(node: Node, { file, diagnostics }: JsonReading): Hcl1Node | undefined {
  const range = nodeRange(file, node);
  const value = readNumber(file.text.slice(range.start, range.end));
  if (typeof value === "number") return { kind: "scalar", value, range };
  diagnostics.push(
    error({
      code: languageCodes.inexactNumber,
      summary: "Number too large",
      detail:
        "This number cannot be kept exactly: whole numbers reach to 9007199254740992 safely. Write it as a quoted text if it is an identifier.",
      subject: range,
    }),
  );
  return undefined;
}
