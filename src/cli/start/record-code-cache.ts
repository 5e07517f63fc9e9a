import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeCacheName, compiledCommand } from "./compiled-command.ts";

// node record-code-cache.cjs FOLDER COMMAND…: runs the command from the folder and leaves beside it what V8 made of all
// the code that the run came through. Part of the build.
const [, , folder = ""] = process.argv;
process.argv.splice(2, 1);
const { script, run } = compiledCommand(folder);
process.on("exit", () => writeFileSync(join(folder, codeCacheName), script.createCachedData()));
run();
