// Preloaded into measured processes that others start: appends the peak resident memory of each, in KiB, to a file.
const { appendFileSync } = require("node:fs");

process.on("exit", () =>
  appendFileSync(process.env.MESH_BENCH_PEAK_FILE, `${process.resourceUsage().maxRSS}\n`),
);
