import { RE2JS, RE2JSException } from "re2js";
import { markedTexts } from "../../config/marked-texts.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/**
 * Instructions a compiled expression may have. Envoy matches bytes and needs up to fifteen for one of a class of
 * characters, and has room for more than these in any case.
 */
const maxProgramSize = 1_000;
/** Far more than anybody reads; compiling takes time in proportion to it. */
const maxLength = 4_096;

export const regularExpressionsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.malformedRegex,
    title: "A regular expression that Envoy cannot read",
    meaning:
      "Regular expressions are written in RE2's syntax. It has no look-ahead, look-behind or back-references: that is why matching never takes longer than going through the text once. An expression also must not be so large that Envoy refuses it.",
    wrong: `router "api" {
  route {
    match {
      http { path_regex = "/(?!admin).*" }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    match {
      http { path_regex = "/items/[0-9]+" }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut:
      "Correct the expression. What a look-ahead would exclude is matched by a route or permission before this one.",
  },
];

/** Every regular expression of a document is one that Envoy takes. */
export const regularExpressions: GraphCheck = ({ index }) =>
  index.all.flatMap((entry) =>
    markedTexts(entry, "regex").flatMap(({ text, path }) => {
      const reason = mistakeIn(text);
      if (reason === undefined) return [];
      return error({
        code: graphCodes.malformedRegex,
        summary: "Malformed regular expression",
        detail: `${reason} Correct it; the syntax is RE2's, without look-ahead, look-behind and back-references.`,
        subject: entry.rangeAt(...path),
      });
    }),
  );

function mistakeIn(regex: string): string | undefined {
  if (regex.length > maxLength) return `It is longer than ${maxLength} characters.`;
  try {
    const size = RE2JS.compile(regex).programSize();
    return size > maxProgramSize ? "It is too large: it repeats too much too often." : undefined;
  } catch (cause) {
    if (cause instanceof RE2JSException)
      return `It cannot be read: ${cause.message.replace(/^error parsing regexp: /, "")}.`;
    throw cause;
  }
}
