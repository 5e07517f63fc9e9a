import { MAX_NESTING } from "../limits.ts";
import { fromJson, toJson } from "../value.ts";
import type { JsonValue, Value } from "../value.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { encodeJson } from "./json-text.ts";
import { define1, known, text } from "./parameter.ts";

/** Functions that turn values into texts of another format, and back. */
export const encodingFunctions: Readonly<Record<string, EagerFunction>> = {
  jsonencode: define1(known("value"), (value) => encodeJson(toJson(value))),
  jsondecode: define1(text("text"), decodeJson),
  base64encode: define1(text("text"), (value) => encodeBase64(new TextEncoder().encode(value))),
  base64decode: define1(text("text"), decodeBase64Text),
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
  if (isDeeperThan(json, MAX_NESTING)) {
    return new FunctionFailure(
      `This JSON is nested deeper than ${MAX_NESTING} levels. Give a flatter one.`,
      0,
    );
  }
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

/** Whether brackets are nested deeper than `limit`; those inside texts do not count. */
function isDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function decodeBase64Text(encoded: string): Value | FunctionFailure {
  const bytes = decodeBase64(encoded);
  if (!bytes)
    return new FunctionFailure(
      "This is no base64: it may hold A to Z, a to z, 0 to 9, + and /, padded with =. Correct it.",
      0,
    );
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Texts are Unicode; other bytes have no value in this language.
    return new FunctionFailure("The decoded bytes are no UTF-8 text. Only texts can be decoded.", 0);
  }
}
