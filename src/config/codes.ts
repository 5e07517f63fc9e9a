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
  // Repeated blocks.
  conflictingRepetition: "MESH2010",
  unsuitableCount: "MESH2011",
  unsuitableForEach: "MESH2012",
  tooManyBlocks: "MESH2013",
  unsuitableLabels: "MESH2014",
  unsuitableIterator: "MESH2015",
  contentExpected: "MESH2016",
  unknownDynamicType: "MESH2017",
  sensitiveName: "MESH2018",
  // Modules.
  unsuitableSource: "MESH2019",
  moduleNotFound: "MESH2020",
  moduleTooDeep: "MESH2021",
  moduleVersion: "MESH2022",
  repeatedName: "MESH2023",
  // Consul's own documents.
  differingDefinitions: "MESH2024",
  impliedSidecar: "MESH2025",
  consulInModule: "MESH2026",
} as const satisfies Record<string, DiagnosticCode>;
