import type { ErrorPage } from "../diagnostics/error-page.ts";
import { addressFormPages } from "./checks/address-form.ts";
import { addressTakenPages } from "./checks/address-taken.ts";
import { auditWithoutEffectPages } from "./checks/audit-without-effect.ts";
import { backOffOrderPages } from "./checks/back-off-order.ts";
import { checkFieldsPages } from "./checks/check-fields.ts";
import { checkRepeatedPages } from "./checks/check-repeated.ts";
import { circularReferencePages } from "./checks/circular-reference.ts";
import { differingUpstreamSettingsPages } from "./checks/differing-upstream-settings.ts";
import { dodgedPathsPages } from "./checks/dodged-paths.ts";
import { duplicateEntryPages } from "./checks/duplicate-entry.ts";
import { duplicateInstancePages } from "./checks/duplicate-instance.ts";
import { duplicateSourcePages } from "./checks/duplicate-source.ts";
import { durationBoundsPages } from "./checks/duration-bounds.ts";
import { envoySupportPages } from "./checks/envoy-support.ts";
import { equalToDefaultPages } from "./checks/equal-to-default.ts";
import { exposedPathsPages } from "./checks/exposed-paths.ts";
import { faultFormPages } from "./checks/fault-form.ts";
import { headerMatchersPages } from "./checks/header-matchers.ts";
import { inconsistentProtocolsPages } from "./checks/inconsistent-protocols.ts";
import { intentionFormPages } from "./checks/intention-form.ts";
import { issuerAddressPages } from "./checks/issuer-address.ts";
import { jwtProviderFormPages } from "./checks/jwt-provider-form.ts";
import { listedTwicePages } from "./checks/listed-twice.ts";
import { loadBalancerFormPages } from "./checks/load-balancer-form.ts";
import { mirrorFormPages } from "./checks/mirror-form.ts";
import { needsHttpProtocolPages } from "./checks/needs-http-protocol.ts";
import { noEffectOnTcpPages } from "./checks/no-effect-on-tcp.ts";
import { passiveHealthCheckPages } from "./checks/passive-health-check.ts";
import { pathMatchersPages } from "./checks/path-matchers.ts";
import { pathNeverMatchesPages } from "./checks/path-never-matches.ts";
import { permissiveMutualTlsPages } from "./checks/permissive-mutual-tls.ts";
import { probeFieldsPages } from "./checks/probe-fields.ts";
import { probeNeedsHttp2Pages } from "./checks/probe-needs-http2.ts";
import { protocolConflictPages } from "./checks/protocol-conflict.ts";
import { rateLimitFormPages } from "./checks/rate-limit-form.ts";
import { regularExpressionsPages } from "./checks/regular-expressions.ts";
import { reservedHeaderPages } from "./checks/reserved-header.ts";
import { resolverDestinationsPages } from "./checks/resolver-destinations.ts";
import { retriesMultiplyPages } from "./checks/retries-multiply.ts";
import { retryWithoutEffectPages } from "./checks/retry-without-effect.ts";
import { routeRewritePages } from "./checks/route-rewrite.ts";
import { settingsOfNoUpstreamPages } from "./checks/settings-of-no-upstream.ts";
import { ruleSetSizePages } from "./checks/rule-set-size.ts";
import { splitDestinationRepeatedPages } from "./checks/split-destination-repeated.ts";
import { splitterWeightsPages } from "./checks/splitter-weights.ts";
import { subsetFilterPages } from "./checks/subset-filter.ts";
import { timeoutAboveCallersPages } from "./checks/timeout-above-callers.ts";
import { timeoutBelowConnectPages } from "./checks/timeout-below-connect.ts";
import { tlsAgreementPages } from "./checks/tls-agreement.ts";
import { tokensNeedRequestsPages } from "./checks/tokens-need-requests.ts";
import { undeclaredJwtProviderPages } from "./checks/undeclared-jwt-provider.ts";
import { tooManySharesPages } from "./checks/too-many-shares.ts";
import { undeclaredServicePages } from "./checks/undeclared-service.ts";
import { undeclaredSubsetPages } from "./checks/undeclared-subset.ts";
import { unreachableIntentionPages } from "./checks/unreachable-intention.ts";
import { unreachablePermissionPages } from "./checks/unreachable-permission.ts";
import { unreachableRoutePages } from "./checks/unreachable-route.ts";
import { unreadableKeySetPages } from "./checks/unreadable-key-set.ts";
import { upstreamRepeatedPages } from "./checks/upstream-repeated.ts";

/** A page for each code about a mesh as a whole; each stands with the rule that reports it. */
export const graphPages: readonly ErrorPage[] = [
  ...addressFormPages,
  ...addressTakenPages,
  ...auditWithoutEffectPages,
  ...backOffOrderPages,
  ...checkFieldsPages,
  ...checkRepeatedPages,
  ...circularReferencePages,
  ...differingUpstreamSettingsPages,
  ...dodgedPathsPages,
  ...duplicateEntryPages,
  ...duplicateInstancePages,
  ...duplicateSourcePages,
  ...durationBoundsPages,
  ...envoySupportPages,
  ...equalToDefaultPages,
  ...exposedPathsPages,
  ...faultFormPages,
  ...headerMatchersPages,
  ...inconsistentProtocolsPages,
  ...intentionFormPages,
  ...issuerAddressPages,
  ...jwtProviderFormPages,
  ...listedTwicePages,
  ...loadBalancerFormPages,
  ...mirrorFormPages,
  ...needsHttpProtocolPages,
  ...noEffectOnTcpPages,
  ...passiveHealthCheckPages,
  ...pathMatchersPages,
  ...pathNeverMatchesPages,
  ...permissiveMutualTlsPages,
  ...probeFieldsPages,
  ...probeNeedsHttp2Pages,
  ...protocolConflictPages,
  ...rateLimitFormPages,
  ...regularExpressionsPages,
  ...reservedHeaderPages,
  ...resolverDestinationsPages,
  ...retriesMultiplyPages,
  ...retryWithoutEffectPages,
  ...routeRewritePages,
  ...settingsOfNoUpstreamPages,
  ...ruleSetSizePages,
  ...splitDestinationRepeatedPages,
  ...splitterWeightsPages,
  ...subsetFilterPages,
  ...timeoutAboveCallersPages,
  ...timeoutBelowConnectPages,
  ...tlsAgreementPages,
  ...tokensNeedRequestsPages,
  ...undeclaredJwtProviderPages,
  ...tooManySharesPages,
  ...undeclaredServicePages,
  ...undeclaredSubsetPages,
  ...unreachableIntentionPages,
  ...unreachablePermissionPages,
  ...unreachableRoutePages,
  ...unreadableKeySetPages,
  ...upstreamRepeatedPages,
];
