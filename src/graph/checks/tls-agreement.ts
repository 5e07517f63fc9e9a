import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import { tlsVersions } from "../tls-settings.ts";
import type { TlsSettings, TlsVersion } from "../tls-settings.ts";
import type { GraphCheck } from "./graph-check.ts";

export const tlsAgreementPages: readonly ErrorPage[] = [
  {
    code: graphCodes.tlsNeverAgrees,
    title: "TLS settings with which no handshake succeeds",
    meaning:
      "The sidecar that calls takes its settings from `outgoing`, the one that is called from `incoming`. They have to have a version of TLS in common, and a curve where both name some; below TLS 1.3 a cipher suite as well, and one with ECDSA, since workloads have ECDSA keys. Otherwise no service could reach another.",
    wrong: `mesh {
  tls {
    incoming { tls_min_version = "TLSv1_3" }
    outgoing { tls_max_version = "TLSv1_2" }
  }
}`,
    right: `mesh {
  tls {
    incoming { tls_min_version = "TLSv1_2" }
    outgoing { tls_max_version = "TLSv1_2" }
  }
}`,
    wayOut: "Let the two directions overlap, or leave one of them to its defaults.",
  },
];

/** Two sidecars of the mesh have to be able to agree on a version, a curve and a cipher suite. */
export const tlsAgreement: GraphCheck = ({ graph }) => {
  const { incomingTls, outgoingTls } = graph.settings;
  const single = [incomingTls, outgoingTls].flatMap((settings) => within(settings));
  return single.length > 0 ? single : between(incomingTls, outgoingTls);
};

/** What is wrong with one direction by itself. */
function within(settings: TlsSettings): readonly Diagnostic[] {
  const { minVersion, maxVersion, cipherSuites, range } = settings;
  if (!range) return [];
  if (versionsOf(settings).length === 0)
    return [
      report(
        range,
        `The oldest version is ${minVersion} and the newest ${maxVersion}, so that there is none.`,
      ),
    ];
  if (speaksTls13(settings) || cipherSuites.length === 0 || cipherSuites.some(isOfUse)) return [];
  return [
    report(
      range,
      "None of these cipher suites works with the ECDSA keys that workloads have, and TLS 1.3, which has its own, is ruled out.",
    ),
  ];
}

/** What is wrong with the two together. */
function between(incoming: TlsSettings, outgoing: TlsSettings): readonly Diagnostic[] {
  const [subject, related] = incoming.range ? [incoming.range, outgoing.range] : [outgoing.range];
  if (!subject) return [];
  const message = disagreement(incoming, outgoing);
  return message === undefined ? [] : [report(subject, message, related)];
}

function disagreement(incoming: TlsSettings, outgoing: TlsSettings): string | undefined {
  const versions = common(versionsOf(incoming), versionsOf(outgoing));
  if (versions.length === 0) return "`incoming` and `outgoing` have no version of TLS in common.";
  if (bothName(incoming.ecdhCurves, outgoing.ecdhCurves))
    return "`incoming` and `outgoing` have no curve in common.";
  const hasTls13 = versions.includes("TLSv1_3");
  if (!hasTls13 && bothName(incoming.cipherSuites.filter(isOfUse), outgoing.cipherSuites.filter(isOfUse)))
    return "`incoming` and `outgoing` have no cipher suite for ECDSA keys in common, and no TLS 1.3.";
  return undefined;
}

/** Whether both lists say something, and nothing of it is the same. */
function bothName(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && common(a, b).length === 0;
}

function common<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.filter((item) => b.includes(item));
}

function versionsOf({ minVersion, maxVersion }: TlsSettings): readonly TlsVersion[] {
  return tlsVersions.slice(tlsVersions.indexOf(minVersion), tlsVersions.indexOf(maxVersion) + 1);
}

function speaksTls13(settings: TlsSettings): boolean {
  return versionsOf(settings).includes("TLSv1_3");
}

function isOfUse(cipherSuite: string): boolean {
  return cipherSuite.includes("ECDSA");
}

function report(subject: SourceRange, reason: string, related?: SourceRange): Diagnostic {
  return error({
    code: graphCodes.tlsNeverAgrees,
    summary: "No TLS handshake could succeed",
    detail: `${reason} No service could reach another. Let them overlap.`,
    subject,
    related: related ? [{ message: "The other direction is here.", range: related }] : [],
  });
}
