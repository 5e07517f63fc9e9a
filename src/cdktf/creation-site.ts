import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where in the user's code a construct was made, as `main.ts:12:7`; looked up only when somebody asks. */
export type CreationSite = () => string | undefined;

/**
 * Remembers the place in the user's code that is running. The stack is turned into text, which costs most, only for
 * constructs that something is wrong with.
 */
export function creationSite(): CreationSite {
  const trace: { readonly stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = framesKept;
  Error.captureStackTrace(trace, creationSite);
  Error.stackTraceLimit = limit;
  return () => firstForeignPlace(trace.stack ?? "");
}

/** Deeper than the library's own calls go before they reach this one. */
const framesKept = 12;

interface Frame {
  readonly file: string;
  /** `:line:column` */
  readonly position: string;
}

function firstForeignPlace(stack: string): string | undefined {
  const frame = framesOf(stack).find(({ file }) => dirname(file) !== libraryFolder);
  if (!frame) return undefined;
  const shown = relative(process.cwd(), frame.file);
  return `${shown.startsWith("..") ? frame.file : shown}${frame.position}`;
}

function framesOf(stack: string): readonly Frame[] {
  return stack.split("\n").flatMap((line) => {
    const [, written = "", position = ""] = /^\s*at (?:.*\()?(.*?)(:\d+:\d+)\)?$/.exec(line) ?? [];
    if (written === "" || written.startsWith("node:")) return [];
    return [{ file: written.startsWith("file:") ? fileURLToPath(written) : written, position }];
  });
}

/** Where this module runs from, as stacks name it: its own frames are of no interest, bundled or not. */
const libraryFolder = dirname(framesOf(new Error().stack ?? "")[0]?.file ?? "");
