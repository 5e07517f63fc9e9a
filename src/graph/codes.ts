import type { DiagnosticCode } from "../diagnostics/diagnostic.ts";

/** What a mesh can have wrong as a whole. Codes are stable for ever: a retired one is never reused. */
export const graphCodes = {
  duplicateEntry: "MESH3001",
  undeclaredService: "MESH3002",
  undeclaredSubset: "MESH3003",
  splitterWeights: "MESH3004",
  splitDestinationRepeated: "MESH3005",
  needsHttpProtocol: "MESH3006",
  inconsistentProtocols: "MESH3007",
  circularReference: "MESH3008",
  redirectAndFailover: "MESH3009",
  redirectToItself: "MESH3010",
  failoverWithoutDestination: "MESH3011",
  duplicateInstance: "MESH3012",
  addressTaken: "MESH3013",
  malformedFilter: "MESH3014",
  unknownFilterField: "MESH3015",
  emptySubset: "MESH3016",
  actionXorPermissions: "MESH3017",
  permissionsOnWildcard: "MESH3018",
  onePathMatcher: "MESH3019",
  duplicateSource: "MESH3020",
  unreachablePermission: "MESH3021",
  unusedCheckField: "MESH3022",
  upstreamRepeated: "MESH3023",
} as const satisfies Record<string, DiagnosticCode>;
