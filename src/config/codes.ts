import type { DiagnosticCode } from "../diagnostics/diagnostic.ts";

/** What a document's structure and values can have wrong. Codes are stable for ever: a retired one is never reused. */
export const configCodes = {
  wrongType: "MESH2001",
  notOneOf: "MESH2002",
  malformed: "MESH2003",
  outOfRange: "MESH2004",
  missingField: "MESH2005",
  unknownField: "MESH2006",
  duplicateBlock: "MESH2007",
  notYetSupported: "MESH2008",
  empty: "MESH2009",
} as const satisfies Record<string, DiagnosticCode>;
