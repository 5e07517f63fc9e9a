import { expect, test } from "@jest/globals";
import type { EnvoyVersion } from "../../../src/cli/envoy-binary/envoy-version.ts";
import { envoyVersion } from "../../../src/cli/envoy-binary/envoy-version.ts";
import type { CommandResult } from "../../../src/cli/envoy-binary/run-command.ts";

const exited = (output: string): CommandResult => ({ kind: "exited", exitCode: 0, output });
const unknown = (message: string): EnvoyVersion => ({ kind: "unknown", message });

const rows: readonly {
  readonly name: string;
  readonly result: CommandResult;
  readonly version: EnvoyVersion;
}[] = [
  {
    name: "a release",
    result: exited(
      "\nenvoy  version: 9e5580933739775e8bce696a57a2e1bc99368f23/1.40.0/Clean/RELEASE/BoringSSL\n\n",
    ),
    version: { kind: "version", version: "1.40.0" },
  },
  {
    name: "a build between releases",
    result: exited("envoy  version: 0/1.41.0-dev/Modified/DEBUG/BoringSSL-FIPS\n"),
    version: { kind: "version", version: "1.41.0-dev" },
  },
  {
    name: "another program",
    result: exited("hello\nworld\n"),
    version: unknown("/e does not tell an Envoy version, but: hello"),
  },
  { name: "silence", result: exited(""), version: unknown("/e does not tell an Envoy version") },
  {
    name: "a program of another architecture",
    result: { kind: "not-started", reason: "spawn /e ENOEXEC" },
    version: unknown("/e cannot be started: spawn /e ENOEXEC"),
  },
  { name: "an interruption", result: { kind: "interrupted" }, version: unknown("/e was interrupted.") },
];

test.each(rows)("$name", async ({ result, version }) => {
  expect(await envoyVersion("/e", () => Promise.resolve(result))).toEqual(version);
});
