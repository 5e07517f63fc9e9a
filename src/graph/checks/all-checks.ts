import { addressForm } from "./address-form.ts";
import { addressTaken } from "./address-taken.ts";
import { auditWithoutEffect } from "./audit-without-effect.ts";
import { backOffOrder } from "./back-off-order.ts";
import { checkFields } from "./check-fields.ts";
import { checkRepeated } from "./check-repeated.ts";
import { circularReference } from "./circular-reference.ts";
import { differingUpstreamSettings } from "./differing-upstream-settings.ts";
import { dodgedPaths } from "./dodged-paths.ts";
import { duplicateEntry } from "./duplicate-entry.ts";
import { duplicateInstance } from "./duplicate-instance.ts";
import { duplicateSource } from "./duplicate-source.ts";
import { durationBounds } from "./duration-bounds.ts";
import { envoySupport } from "./envoy-support.ts";
import { equalToDefault } from "./equal-to-default.ts";
import { exposedPaths } from "./exposed-paths.ts";
import { faultForm } from "./fault-form.ts";
import type { GraphCheck } from "./graph-check.ts";
import { headerMatchers } from "./header-matchers.ts";
import { inconsistentProtocols } from "./inconsistent-protocols.ts";
import { intentionForm } from "./intention-form.ts";
import { issuerAddress } from "./issuer-address.ts";
import { jwtProviderForm } from "./jwt-provider-form.ts";
import { listedTwice } from "./listed-twice.ts";
import { loadBalancerForm } from "./load-balancer-form.ts";
import { mirrorForm } from "./mirror-form.ts";
import { needsHttpProtocol } from "./needs-http-protocol.ts";
import { noEffectOnTcp } from "./no-effect-on-tcp.ts";
import { passiveHealthCheck } from "./passive-health-check.ts";
import { pathMatchers } from "./path-matchers.ts";
import { pathNeverMatches } from "./path-never-matches.ts";
import { permissiveMutualTls } from "./permissive-mutual-tls.ts";
import { probeFields } from "./probe-fields.ts";
import { probeNeedsHttp2 } from "./probe-needs-http2.ts";
import { protocolConflict } from "./protocol-conflict.ts";
import { rateLimitForm } from "./rate-limit-form.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { reservedHeader } from "./reserved-header.ts";
import { resolverDestinations } from "./resolver-destinations.ts";
import { retriesMultiply } from "./retries-multiply.ts";
import { retryWithoutEffect } from "./retry-without-effect.ts";
import { routeRewrite } from "./route-rewrite.ts";
import { ruleSetSize } from "./rule-set-size.ts";
import { settingsOfNoUpstream } from "./settings-of-no-upstream.ts";
import { splitDestinationRepeated } from "./split-destination-repeated.ts";
import { splitterWeights } from "./splitter-weights.ts";
import { subsetFilter } from "./subset-filter.ts";
import { timeoutAboveCallers } from "./timeout-above-callers.ts";
import { timeoutBelowConnect } from "./timeout-below-connect.ts";
import { tlsAgreement } from "./tls-agreement.ts";
import { tokensNeedRequests } from "./tokens-need-requests.ts";
import { undeclaredJwtProvider } from "./undeclared-jwt-provider.ts";
import { tooManyShares } from "./too-many-shares.ts";
import { undeclaredService } from "./undeclared-service.ts";
import { undeclaredSubset } from "./undeclared-subset.ts";
import { unreachableIntention } from "./unreachable-intention.ts";
import { unreachablePermission } from "./unreachable-permission.ts";
import { unreachableRoute } from "./unreachable-route.ts";
import { unreadableKeySet } from "./unreadable-key-set.ts";
import { upstreamRepeated } from "./upstream-repeated.ts";

/** Every rule about a mesh as a whole. Their order carries no meaning: diagnostics are sorted by source. */
export const checks: readonly GraphCheck[] = [
  addressForm,
  addressTaken,
  auditWithoutEffect,
  backOffOrder,
  checkFields,
  checkRepeated,
  circularReference,
  differingUpstreamSettings,
  dodgedPaths,
  duplicateEntry,
  duplicateInstance,
  duplicateSource,
  durationBounds,
  envoySupport,
  equalToDefault,
  exposedPaths,
  faultForm,
  headerMatchers,
  inconsistentProtocols,
  intentionForm,
  issuerAddress,
  jwtProviderForm,
  listedTwice,
  loadBalancerForm,
  mirrorForm,
  needsHttpProtocol,
  noEffectOnTcp,
  passiveHealthCheck,
  pathMatchers,
  pathNeverMatches,
  permissiveMutualTls,
  probeFields,
  probeNeedsHttp2,
  protocolConflict,
  rateLimitForm,
  regularExpressions,
  reservedHeader,
  resolverDestinations,
  retriesMultiply,
  retryWithoutEffect,
  routeRewrite,
  ruleSetSize,
  settingsOfNoUpstream,
  splitDestinationRepeated,
  splitterWeights,
  subsetFilter,
  timeoutAboveCallers,
  timeoutBelowConnect,
  tlsAgreement,
  tokensNeedRequests,
  tooManyShares,
  undeclaredJwtProvider,
  undeclaredService,
  undeclaredSubset,
  unreachableIntention,
  unreachablePermission,
  unreachableRoute,
  unreadableKeySet,
  upstreamRepeated,
];
