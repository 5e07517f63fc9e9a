import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { DocumentReader, ReadProblem } from "../document-reader.ts";
import { MAX_READ_BYTES } from "../limits.ts";
import { isUnknown } from "../value.ts";
import type { Value } from "../value.ts";
import { toSet } from "../conversion.ts";
import { encodeBase64 } from "./base64.ts";
import { base64Digest, hexDigest } from "./digest.ts";
import type { EagerFunction, FunctionDefinition } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { compileGlob } from "./glob.ts";
import { define1, define2, text } from "./parameter.ts";

/** Functions that read files of the documents' folder: paths are relative to it and cannot leave it. */
export function fileFunctions(reader: DocumentReader): Readonly<Record<string, FunctionDefinition>> {
  return {
    file: define1(text("path"), (path) => {
      const source = readSource(reader, path);
      return source instanceof FunctionFailure ? source : source.text;
    }),
    fileexists: define1(text("path"), (path) => {
      const exists = reader.exists(path);
      return typeof exists === "boolean" ? exists : problemWith(path, exists);
    }),
    fileset: define2(text("folder"), text("pattern"), (folder, pattern) =>
      matchFiles(reader, folder, pattern),
    ),
    filebase64: ofBytes(reader, encodeBase64),
    filemd5: ofBytes(reader, (bytes) => hexDigest("md5", bytes)),
    filesha1: ofBytes(reader, (bytes) => hexDigest("sha1", bytes)),
    filesha256: ofBytes(reader, (bytes) => hexDigest("sha256", bytes)),
    filesha512: ofBytes(reader, (bytes) => hexDigest("sha512", bytes)),
    filebase64sha256: ofBytes(reader, (bytes) => base64Digest("sha256", bytes)),
    filebase64sha512: ofBytes(reader, (bytes) => base64Digest("sha512", bytes)),
    templatefile: {
      kind: "template",
      parameterNames: ["path", "variables"],
      template: "value",
      sourceOf: (path) => templateSource(reader, path),
    },
  };
}

/** Their names, for whoever has no reader. */
export const fileFunctionNames: readonly string[] = [
  ...["file", "fileexists", "fileset", "filebase64", "templatefile"],
  ...["filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256", "filebase64sha512"],
];

/** Each file is worked through once, however often it is asked for. */
function ofBytes(reader: DocumentReader, call: (bytes: Uint8Array) => string): EagerFunction {
  const results = new WeakMap<Uint8Array, string>();
  return define1(text("path"), (path) => {
    const read = reader.read(path);
    if (typeof read === "string") return problemWith(path, read);
    const result = results.get(read.bytes) ?? call(read.bytes);
    results.set(read.bytes, result);
    return result;
  });
}

function readSource(reader: DocumentReader, path: string): SourceFile | FunctionFailure {
  const source = reader.source(path);
  if (typeof source === "string") return problemWith(path, source);
  if (source) return source;
  return new FunctionFailure(
    `The file "${shown(path)}" is no UTF-8 text. Read its bytes with filebase64("${shown(path)}").`,
    0,
  );
}

function templateSource(reader: DocumentReader, path: Value): SourceFile | FunctionFailure | undefined {
  if (isUnknown(path)) return undefined;
  if (typeof path === "string") return readSource(reader, path);
  return new FunctionFailure('The argument "path" must be a text. Give the path of a template.', 0);
}

function matchFiles(reader: DocumentReader, folder: string, pattern: string): Value | FunctionFailure {
  const glob = compileGlob(pattern);
  if (!glob) {
    return new FunctionFailure(
      "A bracket or brace of this pattern is not closed. Close it, or put a backslash before it.",
      1,
    );
  }
  const found = reader.match(folder, glob);
  return typeof found === "string" ? problemWith(folder, found) : toSet(found);
}

const problems: Readonly<Record<ReadProblem, string>> = {
  missing: "does not exist. Paths are relative to the folder of the documents: correct it.",
  outside:
    "does not lie in the folder of the documents, and only files there can be read. Copy it there, and give its path from there.",
  "not-a-file": "is no regular file. Give the path of one.",
  "too-large": `makes the expressions read too much: a file may have ${MAX_READ_BYTES} bytes, all of them four times as many. Read less.`,
  "too-many": "holds too many files to look through. Name a folder further down.",
  unreadable: "cannot be read. Check its permissions.",
};

function problemWith(path: string, problem: ReadProblem): FunctionFailure {
  return new FunctionFailure(`"${shown(path)}" ${problems[problem]}`, 0);
}

function shown(path: string): string {
  return path.length > 120 ? `${path.slice(0, 120)}…` : path;
}
