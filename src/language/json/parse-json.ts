import { error } from "../../diagnostics/diagnostic.ts";
import type { WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Body } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { propertiesOf } from "./json-blocks.ts";
import { JsonBody } from "./json-body.ts";
import { parseJsonTree } from "./json-document.ts";
import { nodeRange } from "./json-expression.ts";

/** Parses a file in HCL's JSON syntax: one object, or a list of objects that together are one body. */
export function parseJson(file: SourceFile): WithDiagnostics<Body> {
  const { value: root, diagnostics, damage } = parseJsonTree(file);
  const range = { file, start: 0, end: file.text.length };
  const missingItemRange = { file, start: 0, end: 0 };
  const objects = root?.type === "array" ? (root.children ?? []) : root ? [root] : [];
  const strangers = objects.filter(({ type }) => type !== "object");
  const properties = objects.flatMap(propertiesOf);
  const value = new JsonBody({
    file,
    properties,
    range,
    missingItemRange,
    damage,
    complete: damage.isStructureKnown && objects.every((node) => damage.isWhole(node)),
  });
  if (diagnostics.length > 0) return { value, diagnostics };
  const wrong = strangers.map((node) =>
    error({
      code: languageCodes.wrongJsonShape,
      summary: "Object expected",
      detail: "A document is an object, or a list of objects. Put braces around its contents.",
      subject: nodeRange(file, node),
    }),
  );
  return { value, diagnostics: wrong };
}
