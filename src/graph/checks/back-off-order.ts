import { durationMs } from "../../config/duration.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { fetchBackOff } from "../link/link-jwt-providers.ts";
import type { GraphCheck } from "./graph-check.ts";

export const backOffOrderPages: readonly ErrorPage[] = [
  {
    code: graphCodes.backOffOrder,
    title: "A back-off whose longest pause is below its first",
    meaning:
      "Between attempts to fetch the keys of an issuer, pauses grow from `base_interval` (1s unless given) up to `max_interval` (10s unless given). Envoy refuses a first pause that is longer than the longest.",
    wrong: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote {
      uri = "https://id.example.com/keys"
      retry_policy {
        num_retries = 3
        retry_policy_back_off { base_interval = "30s" }
      }
    }
  }
}`,
    right: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote {
      uri = "https://id.example.com/keys"
      retry_policy {
        num_retries = 3
        retry_policy_back_off {
          base_interval = "30s"
          max_interval  = "5m"
        }
      }
    }
  }
}`,
    wayOut: "Raise `max_interval`, or lower `base_interval`.",
  },
];

/** Pauses between attempts to fetch keys grow: the longest is at least as long as the first. */
export const backOffOrder: GraphCheck = ({ index }) =>
  [...index.jwtProviders.values()].flatMap((entry) => {
    const given = entry.value.json_web_key_set.remote?.retry_policy?.retry_policy_back_off;
    if (!given) return [];
    const { base_interval: first = fetchBackOff.base, max_interval: longest = fetchBackOff.max } = given;
    if (durationMs(first) <= durationMs(longest)) return [];
    const path = ["json_web_key_set", "remote", "retry_policy", "retry_policy_back_off"] as const;
    return error({
      code: graphCodes.backOffOrder,
      summary: `The first pause is ${first} and the longest ${longest}`,
      detail: "Envoy refuses that. Raise max_interval, or lower base_interval.",
      subject: entry.rangeAt(...path, given.max_interval === undefined ? "base_interval" : "max_interval"),
    });
  });
