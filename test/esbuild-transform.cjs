// Jest's transform: esbuild strips types and makes CommonJS. It checks no types; `npm run typecheck` does.
const { createHash } = require("node:crypto");
const { version, transformSync } = require("esbuild");

const options = { format: "cjs", target: "node20", sourcemap: "inline", sourcesContent: false };

module.exports = {
  getCacheKey: (source, path) => createHash("sha1").update(version).update(path).update(source).digest("hex"),
  process: (source, path) =>
    transformSync(source, {
      ...options,
      loader: path.endsWith(".ts") ? "ts" : "js",
      sourcefile: path,
      supported: { "dynamic-import": false },
    }),
};
