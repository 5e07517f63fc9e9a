import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { bodyPages } from "./body-pages.ts";
import { expressionPages } from "./expression-pages.ts";
import { jsonPages } from "./json-pages.ts";
import { syntaxPages } from "./syntax-pages.ts";
import { variablePages } from "./variable-pages.ts";

/** A page for each of the language's codes. */
export const languagePages: readonly ErrorPage[] = [
  ...syntaxPages,
  ...jsonPages,
  ...bodyPages,
  ...variablePages,
  ...expressionPages,
];
