import { addressForm } from "./address-form.ts";
import { addressTaken } from "./address-taken.ts";
import { checkFields } from "./check-fields.ts";
import { circularReference } from "./circular-reference.ts";
import { duplicateEntry } from "./duplicate-entry.ts";
import { duplicateInstance } from "./duplicate-instance.ts";
import { duplicateSource } from "./duplicate-source.ts";
import { durationBounds } from "./duration-bounds.ts";
import { equalToDefault } from "./equal-to-default.ts";
import type { GraphCheck } from "./graph-check.ts";
import { inconsistentProtocols } from "./inconsistent-protocols.ts";
import { intentionForm } from "./intention-form.ts";
import { needsHttpProtocol } from "./needs-http-protocol.ts";
import { pathNeverMatches } from "./path-never-matches.ts";
import { protocolConflict } from "./protocol-conflict.ts";
import { resolverDestinations } from "./resolver-destinations.ts";
import { splitDestinationRepeated } from "./split-destination-repeated.ts";
import { splitterWeights } from "./splitter-weights.ts";
import { subsetFilter } from "./subset-filter.ts";
import { undeclaredService } from "./undeclared-service.ts";
import { undeclaredSubset } from "./undeclared-subset.ts";
import { unreachableIntention } from "./unreachable-intention.ts";
import { unreachablePermission } from "./unreachable-permission.ts";
import { upstreamRepeated } from "./upstream-repeated.ts";

/** Every rule about a mesh as a whole. Their order carries no meaning: diagnostics are sorted by source. */
export const checks: readonly GraphCheck[] = [
  addressForm,
  addressTaken,
  checkFields,
  circularReference,
  duplicateEntry,
  duplicateInstance,
  duplicateSource,
  durationBounds,
  equalToDefault,
  inconsistentProtocols,
  intentionForm,
  needsHttpProtocol,
  pathNeverMatches,
  protocolConflict,
  resolverDestinations,
  splitDestinationRepeated,
  splitterWeights,
  subsetFilter,
  undeclaredService,
  undeclaredSubset,
  unreachableIntention,
  unreachablePermission,
  upstreamRepeated,
];
