// Preloaded into a measured process (`node --require`): writes its peak resident memory, in KiB, to file descriptor 3.
const { writeSync } = require("node:fs");

process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
