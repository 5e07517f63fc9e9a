import type { HashPolicy, LoadBalancer } from "../../config/gen/entries.ts";
import { durationMs } from "../../config/duration.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { placeAt, placesWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";

export const loadBalancerFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.loadBalancerForm,
    title: "A setting of another way to choose an instance",
    meaning:
      "`ring_hash_config` belongs to the policy `ring_hash`, `least_request_config` to `least_request`, and hash policies to `ring_hash` and `maglev`. Under another policy they would be ignored.",
    wrong: `resolver "api" {
  load_balancer {
    policy = "maglev"
    ring_hash_config { minimum_ring_size = 4096 }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `resolver "api" {
  load_balancer {
    policy = "ring_hash"
    ring_hash_config { minimum_ring_size = 4096 }
    hash_policy {
      field       = "header"
      field_value = "x-user"
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Choose the policy that the setting is for, or remove the setting.",
  },
  {
    code: graphCodes.hashPolicyForm,
    title: "A hash policy that does not say what to hash, or says it twice",
    meaning:
      "A hash policy takes one part of a request: a header, a cookie or a query parameter by its name, or with `source_ip` the caller's address. `cookie_config` describes a cookie, and one that lasts as long as the session has no time to live.",
    wrong: `resolver "api" {
  load_balancer {
    policy = "maglev"
    hash_policy { field = "header" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `resolver "api" {
  load_balancer {
    policy = "maglev"
    hash_policy {
      field       = "header"
      field_value = "x-user"
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Give it a `field` and its name as `field_value`, or `source_ip = true`.",
  },
];

const policyOf = { ring_hash_config: "ring_hash", least_request_config: "least_request" } as const;

/** The settings of a load balancer fit its policy, and each hash policy names one part of a request. */
export const loadBalancerForm: GraphCheck = ({ index }) =>
  [...index.resolvers.values()].flatMap((entry) =>
    placeAt(entry, ["load_balancer"], entry.value.load_balancer).flatMap((balancer) => [
      ...settingsOfOthers(balancer),
      ...ringSizes(balancer),
      ...placesWithin(balancer, ["hash_policies"], balancer.value.hash_policies).flatMap(hashPolicyProblems),
    ]),
  );

function settingsOfOthers({ value, rangeAt }: Place<LoadBalancer>): readonly Diagnostic[] {
  const policy = value.policy ?? "least_request";
  const ofOthers = (["ring_hash_config", "least_request_config"] as const).filter(
    (field) => value[field] !== undefined && policyOf[field] !== policy,
  );
  const hashes = policy === "ring_hash" || policy === "maglev";
  return [
    ...ofOthers.map((field) =>
      error({
        code: graphCodes.loadBalancerForm,
        summary: `${field} with the policy ${policy}`,
        detail: `It is for the policy "${policyOf[field]}". Choose that one, or remove ${field}.`,
        subject: rangeAt(field),
      }),
    ),
    ...(hashes || !value.hash_policies?.length
      ? []
      : [
          error({
            code: graphCodes.loadBalancerForm,
            summary: `Hash policies with the policy ${policy}`,
            detail:
              'They are for the policies "ring_hash" and "maglev". Choose one of those, or remove them.',
            subject: rangeAt("hash_policies", 0),
          }),
        ]),
  ];
}

function ringSizes({ value, rangeAt }: Place<LoadBalancer>): readonly Diagnostic[] {
  const { minimum_ring_size = 1024, maximum_ring_size = 8_388_608 } = value.ring_hash_config ?? {};
  if (minimum_ring_size <= maximum_ring_size) return [];
  return [
    error({
      code: graphCodes.loadBalancerForm,
      summary: "The smallest ring is larger than the largest",
      detail: `minimum_ring_size is ${minimum_ring_size} and maximum_ring_size ${maximum_ring_size}. Correct one of them.`,
      subject: rangeAt("ring_hash_config"),
    }),
  ];
}

function hashPolicyProblems(place: Place<HashPolicy>): readonly Diagnostic[] {
  const { range, rangeAt } = place;
  const { field, field_value, source_ip = false, cookie_config: cookie } = place.value;
  const report = (summary: string, detail: string, subject = range): readonly Diagnostic[] => [
    error({ code: graphCodes.hashPolicyForm, summary, detail, subject }),
  ];
  if (source_ip && field !== undefined)
    return report(
      "A hash policy with a field and source_ip",
      "It takes one part of a request. Remove one of the two, or write a second hash policy.",
      rangeAt("field"),
    );
  if (source_ip && field_value !== undefined)
    return report(
      "A field_value beside source_ip",
      "An address has no name. Remove it.",
      rangeAt("field_value"),
    );
  if (!source_ip && field === undefined)
    return report(
      "A hash policy without a field",
      'Give it a field, "header", "cookie" or "query_parameter", or source_ip = true.',
    );
  if (field !== undefined && !field_value)
    return report(`A hash policy without the name of its ${field}`, "Give it as field_value.");
  if (cookie && field !== "cookie")
    return report(
      "cookie_config without a cookie",
      'It describes the cookie of a hash policy with field = "cookie". Remove it, or change the field.',
      rangeAt("cookie_config"),
    );
  if (cookie?.session && cookie.ttl !== undefined && durationMs(cookie.ttl) > 0)
    return report(
      "A session cookie with a time to live",
      "It lasts as long as the client's session. Remove session or ttl.",
      rangeAt("cookie_config", "ttl"),
    );
  return [];
}
