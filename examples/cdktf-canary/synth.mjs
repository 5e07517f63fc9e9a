// Runs main.ts, which writes cdktf.out/: `node synth.mjs`, or `cdktf synth` by cdktf.json. In a project of your own,
// whatever runs your TypeScript does the same.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const outfile = fileURLToPath(new URL("../../node_modules/.cache/cdktf-canary/main.cjs", import.meta.url));

await build({
  absWorkingDir: folder,
  entryPoints: ["main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["cdktf", "constructs"],
  sourcemap: "inline",
  logLevel: "warning",
});
const { status } = spawnSync(process.execPath, ["--enable-source-maps", outfile], {
  cwd: folder,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
