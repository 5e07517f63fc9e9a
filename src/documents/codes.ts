import type { DiagnosticCode } from "../diagnostics/diagnostic.ts";

/** What can be wrong with files and variables before they are read as documents. */
export const documentCodes = {
  notFound: "MESH6001",
  unreadable: "MESH6002",
  notUtf8: "MESH6003",
  tooLarge: "MESH6004",
  empty: "MESH6005",
  malformedVariable: "MESH6006",
  outside: "MESH6007",
} as const satisfies Record<string, DiagnosticCode>;
