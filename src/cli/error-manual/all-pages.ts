import { configPages } from "../../config/error-manual/config-pages.ts";
import type { DiagnosticCode } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphPages } from "../../graph/graph-pages.ts";
import { languagePages } from "../../language/error-manual/language-pages.ts";
import { commandPages } from "./command-pages.ts";

/** The page of every code there is, in the order of the codes. */
export const allPages: ReadonlyMap<DiagnosticCode, ErrorPage> = new Map(
  [...languagePages, ...configPages, ...graphPages, ...commandPages]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((page) => [page.code, page]),
);
