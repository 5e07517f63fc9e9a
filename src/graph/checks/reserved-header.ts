import type { HeaderModifiers } from "../../config/gen/entries.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import type { Place } from "./places/place.ts";
import { headerChanges } from "./places/setting-places.ts";

export const reservedHeaderPages: readonly ErrorPage[] = [
  {
    code: graphCodes.reservedHeader,
    title: "A header that a route cannot change",
    meaning:
      "Routes and splits change headers that applications make use of. Names that begin with a colon are no headers: they carry the method, the path and the host of a request, which other fields are for. `Host` is the name of the host once more; Envoy refuses changes to it here. A name is made of the letters, digits and signs that HTTP allows in one.",
    wrong: `router "api" {
  route {
    destination {
      request_headers {
        set = { "Host" = "api.example.com" }
      }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    destination {
      request_headers {
        set = { "X-Forwarded-Host" = "api.example.com" }
      }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Use a header of another name. The path is rewritten by `prefix_rewrite`.",
  },
];

/** A token of HTTP (RFC 9110, section 5.6.2). */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What the value of a header may not hold (RFC 9110, section 5.5). */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbiddenInValue = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Routes change headers only: not the pseudo-headers, not Host, and none that HTTP could not carry. */
export const reservedHeader: GraphCheck = ({ index }) => headerChanges(index).flatMap(headerProblems);

function headerProblems({ value, rangeAt }: Place<HeaderModifiers>): readonly Diagnostic[] {
  const removed = (value.remove ?? []).map((name, position) => ({
    name,
    path: ["remove", position] as const,
  }));
  const written = (["add", "set"] as const).flatMap((field) =>
    Object.entries(value[field] ?? {}).map(([name, text]) => ({ name, text, path: [field, name] as const })),
  );
  return [
    ...[...written, ...removed].flatMap(({ name, path }) => {
      const reason = mistakeIn(name);
      if (reason === undefined) return [];
      return error({
        code: graphCodes.reservedHeader,
        summary: `The header "${name}" cannot be changed`,
        detail: reason,
        subject: rangeAt(...path),
      });
    }),
    ...written.flatMap(({ name, text, path }) => {
      if (!forbiddenInValue.test(text)) return [];
      return error({
        code: graphCodes.reservedHeader,
        summary: `The value of "${name}" has a control character`,
        detail: "The value of a header is one line without control characters. Remove them.",
        subject: rangeAt(...path),
      });
    }),
  ];
}

function mistakeIn(name: string): string | undefined {
  if (name.startsWith(":"))
    return "Names that begin with a colon are parts of the request line and no headers. Remove it.";
  if (name.toLowerCase() === "host")
    return "The host is part of the request line. Remove it, or use another name.";
  return headerName.test(name) ? undefined : "It is no name of a header in HTTP. Correct it.";
}
