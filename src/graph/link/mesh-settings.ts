import type { EntryOf } from "../../config/entry.ts";
import type {
  MeshTlsDirection,
  RequestNormalization as RequestNormalizationEntry,
} from "../../config/gen/entries.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { EnvoyVersion } from "../envoy-version.ts";
import type { MeshSettings } from "../mesh-graph.ts";
import { Recollection } from "../recollection.ts";
import type { RequestNormalization } from "../request-normalization.ts";
import type { TlsSettings, TlsVersion } from "../tls-settings.ts";
import { envoyCipherSuite } from "./cipher-suite.ts";

/** What holds for the whole mesh, with the defaults for everything its block leaves out. */
export function linkMeshSettings(
  mesh: EntryOf<"mesh"> | undefined,
  envoyVersion: EnvoyVersion,
): MeshSettings {
  return linked.recall({ owner: mesh ?? withoutMeshBlock }, [envoyVersion], () =>
    completeSettings(mesh, envoyVersion),
  );
}

const linked = new Recollection<MeshSettings>();
const withoutMeshBlock = {};

function completeSettings(mesh: EntryOf<"mesh"> | undefined, envoyVersion: EnvoyVersion): MeshSettings {
  const { datacenter, trust_domain: trustDomain, tls, http, ...rest } = mesh?.value ?? {};
  return {
    datacenter: datacenter ?? "dc1",
    trustDomain: trustDomain ?? "mesh.internal",
    defaultIntentionPolicy: rest.default_intention_policy ?? "deny",
    envoyVersion,
    allowsPermissiveMutualTls: rest.allow_enabling_permissive_mutual_tls ?? false,
    validatesClusters: rest.validate_clusters ?? false,
    incomingTls: tlsSettings(tls?.incoming, tls?.incoming && mesh?.rangeAt("tls", "incoming")),
    outgoingTls: tlsSettings(tls?.outgoing, tls?.outgoing && mesh?.rangeAt("tls", "outgoing")),
    withholdsCallerCertificate: http?.sanitize_x_forwarded_client_cert ?? false,
    requestNormalization: requestNormalization(http?.incoming?.request_normalization ?? {}),
    range: mesh?.range,
  };
}

function tlsSettings(direction: MeshTlsDirection = {}, range: SourceRange | undefined): TlsSettings {
  return {
    minVersion: version(direction.tls_min_version) ?? "TLSv1_2",
    // Envoy calls by TLS 1.2 unless it is told otherwise, though it knows the newer one.
    maxVersion: version(direction.tls_max_version) ?? "TLSv1_3",
    cipherSuites: (direction.cipher_suites ?? []).map(envoyCipherSuite),
    ecdhCurves: direction.ecdh_curves ?? [],
    range,
  };
}

function version(written: MeshTlsDirection["tls_min_version"]): TlsVersion | undefined {
  return written === "TLS_AUTO" ? undefined : written;
}

function requestNormalization(written: RequestNormalizationEntry): RequestNormalization {
  return {
    normalizePath: !(written.insecure_disable_path_normalization ?? false),
    mergeSlashes: written.merge_slashes ?? true,
    escapedSlashes: escapedSlashes[written.path_with_escaped_slashes_action ?? "KEEP_UNCHANGED"],
    headersWithUnderscores: underscores[written.headers_with_underscores_action ?? "ALLOW"],
  };
}

const escapedSlashes = {
  IMPLEMENTATION_SPECIFIC_DEFAULT: "keep",
  KEEP_UNCHANGED: "keep",
  REJECT_REQUEST: "reject",
  UNESCAPE_AND_REDIRECT: "unescape-and-redirect",
  UNESCAPE_AND_FORWARD: "unescape-and-forward",
} as const;

const underscores = { ALLOW: "allow", REJECT_REQUEST: "reject", DROP_HEADER: "drop" } as const;
