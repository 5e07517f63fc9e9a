import { MAX_NESTING, MAX_TEXT_LENGTH } from "../limits.ts";
import { readNumber } from "../read-number.ts";
import { fromJson, toJson } from "../value.ts";
import type { JsonValue, Value } from "../value.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { characterEncoding } from "./character-encoding.ts";
import { decodeCsv } from "./csv.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { encodeJson } from "./json-text.ts";
import { define1, define2, known, text } from "./parameter.ts";
import { tooLong } from "./too-long.ts";
import { decodeYaml } from "./yaml/decode-yaml.ts";
import { encodeYaml } from "./yaml/encode-yaml.ts";

/** Functions that turn values into texts of another format, and back. */
export const encodingFunctions: Readonly<Record<string, EagerFunction>> = {
  jsonencode: define1(known("value"), (value) => {
    const json = encodeJson(toJson(value));
    return json.length > MAX_TEXT_LENGTH ? tooLong() : json;
  }),
  jsondecode: { ...define1(text("text"), decodeJson), effort: 10 },
  yamlencode: define1(known("value"), encodeYaml),
  yamldecode: { ...define1(text("text"), decodeYaml), effort: 200 },
  csvdecode: define1(text("text"), decodeCsv),
  base64encode: define1(text("text"), (value) => encodeBase64(new TextEncoder().encode(value))),
  base64decode: define1(text("text"), decodeBase64Text),
  textencodebase64: define2(text("text"), text("encoding"), encodeTextInBase64),
  textdecodebase64: define2(text("text"), text("encoding"), decodeTextFromBase64),
  urlencode: define1(text("text"), (value) =>
    encodeURIComponent(value.replace(loneSurrogate, "\ufffd"))
      .replace(/%20/g, "+")
      .replace(/[!'()*]/g, (character) => {
        return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
      }),
  ),
};

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function decodeJson(json: string): Value | FunctionFailure {
  const problem = problemOf(json);
  if (problem !== undefined) return new FunctionFailure(problem, 0);
  try {
    return fromJson(JSON.parse(json) as JsonValue);
  } catch {
    // The parser's message speaks of positions inside the text, which no range can show.
    return new FunctionFailure(
      "This text is no JSON. Give one JSON value, with its texts in double quotes.",
      0,
    );
  }
}

/** What the platform's parser would not survive, or would silently get wrong. Brackets and digits in texts do not count. */
function problemOf(json: string): string | undefined {
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]|-?\d[\d.eE+-]*/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    else if (!token.startsWith('"') && readNumber(token) === "inexact") {
      return `The number ${token.slice(0, 40)} cannot be kept exactly. Make it a text in the JSON.`;
    }
    if (depth > MAX_NESTING)
      return `This JSON is nested deeper than ${MAX_NESTING} levels. Give a flatter one.`;
  }
  return undefined;
}

function decodeBase64Text(encoded: string): Value | FunctionFailure {
  const bytes = decodeBase64(encoded);
  if (!bytes) return notBase64();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Texts are Unicode; other bytes have no value in this language.
    return new FunctionFailure(
      "The decoded bytes are no UTF-8 text. Decode texts of other encodings with textdecodebase64.",
      0,
    );
  }
}

function encodeTextInBase64(value: string, encodingName: string): Value | FunctionFailure {
  const encoding = characterEncoding(encodingName);
  if (encoding instanceof FunctionFailure) return encoding;
  const bytes = encoding.encode(value);
  if (bytes) return encodeBase64(bytes);
  return new FunctionFailure(
    `The text holds a character that ${encodingName} does not have. Use UTF-8, which has all.`,
    0,
  );
}

function decodeTextFromBase64(encoded: string, encodingName: string): Value | FunctionFailure {
  const encoding = characterEncoding(encodingName);
  if (encoding instanceof FunctionFailure) return encoding;
  const bytes = decodeBase64(encoded);
  if (!bytes) return notBase64();
  return (
    encoding.decode(bytes) ??
    new FunctionFailure(`The decoded bytes are no text in ${encodingName}. Name the encoding they are in.`, 0)
  );
}

function notBase64(): FunctionFailure {
  return new FunctionFailure(
    "This is no base64: it may hold A to Z, a to z, 0 to 9, + and /, padded with =. Correct it.",
    0,
  );
}
