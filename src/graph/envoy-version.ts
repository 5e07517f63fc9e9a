/** A minor version of Envoy: patches of one take the same configuration. */
export interface EnvoyVersion {
  readonly major: number;
  readonly minor: number;
}

/** The versions that resources can be rendered for, oldest first. Envoy supports each for about a year. */
export const supportedEnvoyVersions: readonly [EnvoyVersion, ...EnvoyVersion[]] = [
  { major: 1, minor: 36 },
  { major: 1, minor: 37 },
  { major: 1, minor: 38 },
  { major: 1, minor: 39 },
  { major: 1, minor: 40 },
];

/** What is rendered for unless something else is asked for; `mesh envoy install` installs a release of it. */
export const newestEnvoyVersion: EnvoyVersion = supportedEnvoyVersions.at(-1) ?? supportedEnvoyVersions[0];

/** A supported version, written as `1.38` or with a patch as `1.38.2`; undefined for any other text. */
export function parseEnvoyVersion(text: string): EnvoyVersion | undefined {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?:\.\d{1,5}[0-9A-Za-z.-]*)?$/.exec(text) ?? [];
  return supportedEnvoyVersions.find(
    (version) => version.major === Number(major) && version.minor === Number(minor),
  );
}

export function envoyVersionText({ major, minor }: EnvoyVersion): string {
  return `${major}.${minor}`;
}

/** Negative when the first is older, 0 when they are the same. */
export function compareEnvoyVersions(a: EnvoyVersion, b: EnvoyVersion): number {
  return a.major - b.major || a.minor - b.minor;
}
