import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { consulPages } from "./consul-pages.ts";
import { modulePages } from "./module-pages.ts";
import { repetitionPages } from "./repetition-pages.ts";
import { valuePages } from "./value-pages.ts";

/** A page for each code about a document's structure and values. */
export const configPages: readonly ErrorPage[] = [
  ...valuePages,
  ...repetitionPages,
  ...modulePages,
  ...consulPages,
];
