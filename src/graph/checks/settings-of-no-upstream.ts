import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { upstreamSettings } from "./places/setting-places.ts";

export const settingsOfNoUpstreamPages: readonly ErrorPage[] = [
  {
    code: graphCodes.settingsOfNoUpstream,
    title: "Settings for an upstream that the service does not have",
    meaning:
      "An `override` says how the sidecars of a service call one other service. They call only what the service has an `upstream` for, so that an override for another one has no effect; nor has one without a name, and a name elsewhere. This is a warning.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream_config {
    override "api" { connect_timeout_ms = 500 }
  }
}

service "api" {
  port = 9090
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" { local_bind_port = 9001 }
  upstream_config {
    override "api" { connect_timeout_ms = 500 }
  }
}

service "api" {
  port = 9090
}`,
    wayOut: "Declare the upstream, or remove the override.",
  },
];

/** Settings of one upstream are those of an upstream that is there. */
export const settingsOfNoUpstream: GraphCheck = ({ index }) =>
  upstreamSettings(index).flatMap(({ value, caller, upstream, scope, range, rangeAt }) => {
    const report = (detail: string, subject = range) =>
      warning({
        code: graphCodes.settingsOfNoUpstream,
        summary: "These settings are for no upstream",
        detail,
        subject,
      });
    if (scope !== "override") {
      if (value.name === undefined) return [];
      return [
        warning({
          code: graphCodes.settingsOfNoUpstream,
          summary: "A name where it has no meaning",
          detail: "Only an override is for one service by name. Remove it, or write an override.",
          subject: rangeAt("name"),
        }),
      ];
    }
    if (upstream === undefined)
      return [report("An override is for one service. Give it the service's name.")];
    const entry = index.services.get(caller);
    // Another rule tells of services that nobody declares.
    if (!entry || index.isBroken("service", caller) || !index.services.has(upstream)) return [];
    if ((entry.value.upstreams ?? []).some(({ destination_name }) => destination_name === upstream))
      return [];
    return [
      report(
        `"${caller}" has no upstream "${upstream}". Declare the upstream, or remove the override.`,
        rangeAt("name"),
      ),
    ];
  });
