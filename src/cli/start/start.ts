import { compiledCommand } from "./compiled-command.ts";

compiledCommand(__dirname).run();
