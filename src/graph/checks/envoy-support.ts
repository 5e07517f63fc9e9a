import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import {
  compareEnvoyVersions,
  envoyVersionText,
  newestEnvoyVersion,
  supportedEnvoyVersions,
} from "../envoy-version.ts";
import type { EnvoyVersion } from "../envoy-version.ts";
import type { GraphCheck } from "./graph-check.ts";

export const envoySupportPages: readonly ErrorPage[] = [
  {
    code: graphCodes.envoyLacks,
    title: "Something that the proxies' Envoy does not have",
    meaning:
      "Resources are rendered for one version of Envoy, the newest supported one unless `-envoy-version` names another. That version does not have what is asked for here, and would refuse the whole configuration.",
    wrong: `mesh {
  tls {
    incoming { ecdh_curves = ["P-224"] }
  }
}`,
    right: `mesh {
  tls {
    incoming { ecdh_curves = ["P-256"] }
  }
}`,
    wayOut: "Do without it, or run a version of Envoy that has it and name that with `-envoy-version`.",
  },
];

interface Support {
  readonly since?: EnvoyVersion;
  readonly until?: EnvoyVersion;
}

/** The curves that not every supported version takes, as validation by each version showed. */
const curveSupport: ReadonlyMap<string, Support> = new Map([
  ["P-224", { until: { major: 1, minor: 37 } }],
  ["X25519Kyber768Draft00", { until: { major: 1, minor: 38 } }],
  ["MLKEM1024", { since: { major: 1, minor: 38 } }],
]);

/** What is rendered has to be known to the Envoy it is rendered for. */
export const envoySupport: GraphCheck = ({ index, graph }) => {
  const { envoyVersion } = graph.settings;
  const { mesh } = index;
  if (!mesh) return [];
  return (["incoming", "outgoing"] as const).flatMap((direction) =>
    (mesh.value.tls?.[direction]?.ecdh_curves ?? []).flatMap((curve, position) => {
      const support = curveSupport.get(curve);
      if (!support || supports(envoyVersion, support)) return [];
      return error({
        code: graphCodes.envoyLacks,
        summary: `Envoy ${envoyVersionText(envoyVersion)} lacks the curve ${curve}`,
        detail: `${versionsWith(support)} of Envoy have it. Name another curve, or the version that your proxies run with -envoy-version.`,
        subject: mesh.rangeAt("tls", direction, "ecdh_curves", position),
      });
    }),
  );
};

function supports(version: EnvoyVersion, { since, until }: Support): boolean {
  return (
    (!since || compareEnvoyVersions(version, since) >= 0) &&
    (!until || compareEnvoyVersions(version, until) <= 0)
  );
}

function versionsWith({ since = supportedEnvoyVersions[0], until = newestEnvoyVersion }: Support): string {
  return `Versions ${envoyVersionText(since)} to ${envoyVersionText(until)}`;
}
