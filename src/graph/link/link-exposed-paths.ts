import type { ServiceCheck } from "../../config/gen/entries.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { ExposedPath, ServiceSettings } from "../service-settings.ts";

/** How far above its sidecar's port the first exposed check of an instance is found. */
const checkPortOffset = 500;

export interface ExposingInstance {
  readonly port: number;
  readonly sidecarPort: number;
  readonly checks: readonly ServiceCheck[];
  readonly settings: ServiceSettings;
  /** The place of a check. */
  readonly rangeOfCheck: (index: number) => SourceRange;
}

/** What the sidecar of an instance lets through without mutual TLS: the paths declared, then those of its http checks. */
export function linkExposedPaths(instance: ExposingInstance): readonly ExposedPath[] {
  const { checks, paths } = instance.settings.expose.value;
  return [
    ...paths.map((path) => ({ ...path, localPort: path.localPort ?? instance.port })),
    ...(checks ? exposedChecks(instance) : []),
  ];
}

/** Ports follow from the sidecar's own, so that another service's checks never move them. */
function exposedChecks({
  checks,
  port,
  sidecarPort,
  rangeOfCheck,
}: ExposingInstance): readonly ExposedPath[] {
  const httpChecks = checks.flatMap((check, index) => (check.type === "http" ? { check, index } : []));
  return httpChecks.map(({ check, index }, position) => ({
    path: check.path ?? "/",
    listenerPort: sidecarPort + checkPortOffset + position,
    localPort: check.port ?? port,
    protocol: "http",
    range: rangeOfCheck(index),
  }));
}
