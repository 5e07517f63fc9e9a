import { expect, test } from "@jest/globals";
import type { Environment } from "../../../src/cli/envoy-binary/envoy-cache.ts";
import type { FoundEnvoy } from "../../../src/cli/envoy-binary/find-envoy.ts";
import { findEnvoy } from "../../../src/cli/envoy-binary/find-envoy.ts";

interface Row {
  readonly name: string;
  readonly env: Environment;
  readonly executables: readonly string[];
  readonly found: FoundEnvoy;
}

const inCache = "/cache/meshwork/envoy/1.40.0/envoy";

const rows: readonly Row[] = [
  {
    name: "MESH_ENVOY goes before PATH and the cache",
    env: { MESH_ENVOY: "/mine/envoy", PATH: "/bin", XDG_CACHE_HOME: "/cache" },
    executables: ["/mine/envoy", "/bin/envoy", inCache],
    found: { kind: "found", path: "/mine/envoy", source: "MESH_ENVOY" },
  },
  {
    name: "a MESH_ENVOY that is no executable is an error, whatever else there is",
    env: { MESH_ENVOY: "/mine/envoy", PATH: "/bin", XDG_CACHE_HOME: "/cache" },
    executables: ["/bin/envoy", inCache],
    found: {
      kind: "absent",
      message:
        'MESH_ENVOY names "/mine/envoy", which is not an executable file. Correct the variable, or unset it to have Envoy looked for.',
    },
  },
  {
    name: "an empty MESH_ENVOY is none",
    env: { MESH_ENVOY: "", PATH: "/bin" },
    executables: ["/bin/envoy"],
    found: { kind: "found", path: "/bin/envoy", source: "PATH" },
  },
  {
    name: "the first on PATH that is executable, before the cache",
    env: { PATH: "/a:/b:/c", XDG_CACHE_HOME: "/cache" },
    executables: ["/b/envoy", "/c/envoy", inCache],
    found: { kind: "found", path: "/b/envoy", source: "PATH" },
  },
  {
    name: "empty and relative entries of PATH are passed over",
    env: { PATH: ":bin:./x:/b", XDG_CACHE_HOME: "/cache" },
    executables: ["envoy", "bin/envoy", "x/envoy", "./x/envoy", "/b/envoy"],
    found: { kind: "found", path: "/b/envoy", source: "PATH" },
  },
  {
    name: "the cache in XDG_CACHE_HOME",
    env: { PATH: "/bin", XDG_CACHE_HOME: "/cache" },
    executables: [inCache],
    found: { kind: "found", path: inCache, source: "cache" },
  },
  {
    name: "the cache in the home folder when XDG_CACHE_HOME is not absolute",
    env: { HOME: "/users/me", XDG_CACHE_HOME: "cache" },
    executables: ["/users/me/.cache/meshwork/envoy/1.40.0/envoy", "cache/meshwork/envoy/1.40.0/envoy"],
    found: { kind: "found", path: "/users/me/.cache/meshwork/envoy/1.40.0/envoy", source: "cache" },
  },
  {
    name: "nothing anywhere names both ways out",
    env: { PATH: "/bin", XDG_CACHE_HOME: "/cache" },
    executables: ["/cache/meshwork/envoy/1.39.0/envoy"],
    found: {
      kind: "absent",
      message:
        "Envoy was not found: not on PATH, and not installed by mesh. Run `mesh envoy install`, or set MESH_ENVOY to the path of an Envoy.",
    },
  },
];

test.each(rows)("$name", async ({ env, executables, found }) => {
  const isExecutableFile = (path: string) => Promise.resolve(executables.includes(path));
  expect(await findEnvoy({ env, isExecutableFile })).toEqual(found);
});
