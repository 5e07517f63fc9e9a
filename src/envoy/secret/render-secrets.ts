import { defineResource } from "../define-resource.ts";
import { trustBundleSecret, workloadCertificateSecret } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** What a workload shows to others: its chain, leaf first, and the key to it, both PEM. */
export interface WorkloadCertificate {
  readonly certificateChainPem: string;
  readonly privateKeyPem: string;
}

/** The workload's certificate as an SDS secret. */
export function workloadCertificateResource({
  certificateChainPem,
  privateKeyPem,
}: WorkloadCertificate): Resource {
  return defineResource({
    name: workloadCertificateSecret,
    typeUrl: typeUrls.secret,
    message: {
      name: workloadCertificateSecret,
      tls_certificate: {
        certificate_chain: { inline_string: certificateChainPem },
        private_key: { inline_string: privateKeyPem },
      },
    },
    origins: [],
  });
}

/** Every active root as an SDS secret: during a rotation both the old and the new one are trusted. */
export function trustBundleResource(rootsPem: readonly string[]): Resource {
  return defineResource({
    name: trustBundleSecret,
    typeUrl: typeUrls.secret,
    message: {
      name: trustBundleSecret,
      validation_context: { trusted_ca: { inline_string: rootsPem.join("") } },
    },
    origins: [],
  });
}
