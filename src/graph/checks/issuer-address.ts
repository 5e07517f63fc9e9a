import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { isIpAddress } from "../ip-address.ts";
import type { GraphCheck } from "./graph-check.ts";

export const issuerAddressPages: readonly ErrorPage[] = [
  {
    code: graphCodes.issuerAddress,
    title: "Keys at a place that cannot be reached",
    meaning:
      'The `uri` of remote keys is a whole URL with a host. With `discovery_type = "STATIC"` nobody asks DNS, so that the host must be an address.',
    wrong: `jwt_provider "okta" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote {
      uri = "https://id.example.com/keys"
      jwks_cluster { discovery_type = "STATIC" }
    }
  }
}`,
    right: `jwt_provider "okta" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote { uri = "https://id.example.com/keys" }
  }
}`,
    wayOut: "Correct the URL, or leave `discovery_type` to its default, which asks DNS.",
  },
];

/** The place of remote keys must be one that Envoy can connect to. */
export const issuerAddress: GraphCheck = ({ index }) =>
  [...index.jwtProviders.values()].flatMap((entry) => {
    const { remote } = entry.value.json_web_key_set;
    if (remote?.uri === undefined) return [];
    const url = URL.canParse(remote.uri) ? new URL(remote.uri) : undefined;
    if (!url)
      return error({
        code: graphCodes.issuerAddress,
        summary: "This is no URL",
        detail: "Keys are fetched by http or https, as from https://id.example.com/keys.",
        subject: entry.rangeAt("json_web_key_set", "remote", "uri"),
      });
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    if (remote.jwks_cluster?.discovery_type !== "STATIC" || isIpAddress(host)) return [];
    return error({
      code: graphCodes.issuerAddress,
      summary: `STATIC needs an address, and "${host.slice(0, 60)}" is a name`,
      detail:
        "Without DNS no name becomes an address. Remove discovery_type, or put an address into the uri.",
      subject: entry.rangeAt("json_web_key_set", "remote", "jwks_cluster", "discovery_type"),
      related: [
        {
          message: "The name is here.",
          range: entry.rangeAt("json_web_key_set", "remote", "uri"),
        },
      ],
    });
  });
