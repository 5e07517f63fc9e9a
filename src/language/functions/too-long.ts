import { MAX_TEXT_LENGTH } from "../limits.ts";
import { FunctionFailure } from "./function-definition.ts";

/** The result would be a text longer than any document could mean. */
export function tooLong(): FunctionFailure {
  return new FunctionFailure(
    `The result would have more than ${MAX_TEXT_LENGTH} characters. Make it of fewer or shorter parts.`,
  );
}
