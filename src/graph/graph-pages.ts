import type { ErrorPage } from "../diagnostics/error-page.ts";
import { addressFormPages } from "./checks/address-form.ts";
import { addressTakenPages } from "./checks/address-taken.ts";
import { checkFieldsPages } from "./checks/check-fields.ts";
import { circularReferencePages } from "./checks/circular-reference.ts";
import { duplicateEntryPages } from "./checks/duplicate-entry.ts";
import { duplicateInstancePages } from "./checks/duplicate-instance.ts";
import { duplicateSourcePages } from "./checks/duplicate-source.ts";
import { durationBoundsPages } from "./checks/duration-bounds.ts";
import { equalToDefaultPages } from "./checks/equal-to-default.ts";
import { inconsistentProtocolsPages } from "./checks/inconsistent-protocols.ts";
import { intentionFormPages } from "./checks/intention-form.ts";
import { needsHttpProtocolPages } from "./checks/needs-http-protocol.ts";
import { pathNeverMatchesPages } from "./checks/path-never-matches.ts";
import { protocolConflictPages } from "./checks/protocol-conflict.ts";
import { resolverDestinationsPages } from "./checks/resolver-destinations.ts";
import { splitDestinationRepeatedPages } from "./checks/split-destination-repeated.ts";
import { splitterWeightsPages } from "./checks/splitter-weights.ts";
import { subsetFilterPages } from "./checks/subset-filter.ts";
import { undeclaredServicePages } from "./checks/undeclared-service.ts";
import { undeclaredSubsetPages } from "./checks/undeclared-subset.ts";
import { unreachableIntentionPages } from "./checks/unreachable-intention.ts";
import { unreachablePermissionPages } from "./checks/unreachable-permission.ts";
import { upstreamRepeatedPages } from "./checks/upstream-repeated.ts";

/** A page for each code about a mesh as a whole; each stands with the rule that reports it. */
export const graphPages: readonly ErrorPage[] = [
  ...addressFormPages,
  ...addressTakenPages,
  ...checkFieldsPages,
  ...circularReferencePages,
  ...duplicateEntryPages,
  ...duplicateInstancePages,
  ...duplicateSourcePages,
  ...durationBoundsPages,
  ...equalToDefaultPages,
  ...inconsistentProtocolsPages,
  ...intentionFormPages,
  ...needsHttpProtocolPages,
  ...pathNeverMatchesPages,
  ...protocolConflictPages,
  ...resolverDestinationsPages,
  ...splitDestinationRepeatedPages,
  ...splitterWeightsPages,
  ...subsetFilterPages,
  ...undeclaredServicePages,
  ...undeclaredSubsetPages,
  ...unreachableIntentionPages,
  ...unreachablePermissionPages,
  ...upstreamRepeatedPages,
];
