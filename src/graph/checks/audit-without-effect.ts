import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const auditWithoutEffectPages: readonly ErrorPage[] = [
  {
    code: graphCodes.auditWithoutEffect,
    title: "An audit of what is never refused",
    meaning:
      'With `enforcement = "audit"` an intention lets requests through that it would refuse, and notes them. One that allows everything refuses nothing, so that there is nothing to note. This is a warning.',
    wrong: `intentions "api" {
  source "web" {
    action      = "allow"
    enforcement = "audit"
  }
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    right: `intentions "api" {
  source "*" {
    action      = "deny"
    enforcement = "audit"
  }
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    wayOut: "Remove `enforcement`, or write the intention as it is to be once it is enforced.",
  },
];

/** An audit notes what an intention would refuse, so it is for one that refuses something. */
export const auditWithoutEffect: GraphCheck = ({ index }) =>
  index.intentions.flatMap((entry) => {
    const { sources, enforcement: ofEntry, jwt } = entry.value;
    // An allowed request without the token that the entry asks for is refused all the same.
    if (jwt) return [];
    const allows = sources.map(({ action, permissions }) => action === "allow" && !permissions?.length);
    const report = (...path: readonly (string | number)[]) =>
      warning({
        code: graphCodes.auditWithoutEffect,
        summary: "This audit has nothing to note",
        detail: `${path.length > 0 ? "This intention allows everything and refuses" : "The intentions of this block allow everything and refuse"} nothing. Remove enforcement, or write what is to be refused.`,
        subject: entry.rangeAt(...path, "enforcement"),
      });
    if (ofEntry === "audit" && allows.every(Boolean)) return [report()];
    return sources.flatMap(({ enforcement }, position) =>
      enforcement === "audit" && allows[position] ? [report("sources", position)] : [],
    );
  });
