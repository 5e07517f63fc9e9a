import type { Expression } from "../expression.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** The expression parser, handed to the parts of the grammar that it is made of. */
export type ParseExpression = (cursor: TokenCursor) => Expression;
