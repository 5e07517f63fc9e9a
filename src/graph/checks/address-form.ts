import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { EntryOf } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import { isIpAddress } from "../ip-address.ts";
import type { GraphCheck } from "./graph-check.ts";

export const addressFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.malformedAddress,
    title: "An address that is not an IP address",
    meaning:
      "Addresses are IPv4 or IPv6 addresses. Envoy looks up no host names here, neither for what it listens on nor for what it sends to, so a name would leave the service unreachable.",
    wrong: `service "web" {
  port    = 8080
  address = "web.example.com"
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.7"
}`,
    wayOut: "Write the address of the machine.",
  },
];

/** Addresses are IP addresses: Envoy resolves no names, neither for what it listens on nor for endpoints. */
export const addressForm: GraphCheck = ({ index: { services, proxyDefaults } }) => [
  ...[...services.values()].flatMap(serviceProblems),
  ...(proxyDefaults ? problems(proxyDefaults, [bindAddress(proxyDefaults)]) : []),
];

/** A text, and its path in the entry. */
type Place = readonly [string | undefined, readonly (string | number)[]];

function serviceProblems(entry: EntryOf<"service">): readonly Diagnostic[] {
  const { address, instances = [], upstreams = [] } = entry.value;
  return problems(entry, [
    [address, ["address"]],
    bindAddress(entry),
    ...instances.map((instance, position) => [instance.address, ["instances", position, "address"]] as const),
    ...upstreams.map(
      (upstream, position) =>
        [upstream.local_bind_address, ["upstreams", position, "local_bind_address"]] as const,
    ),
  ]);
}

function bindAddress({ value }: EntryOf<"service"> | EntryOf<"proxy-defaults">): Place {
  return [value.config?.bind_address, ["config", "bind_address"]];
}

function problems(
  entry: EntryOf<"service"> | EntryOf<"proxy-defaults">,
  places: readonly Place[],
): readonly Diagnostic[] {
  return places.flatMap(([text, path]) => {
    if (text === undefined || isIpAddress(text)) return [];
    return error({
      code: graphCodes.malformedAddress,
      summary: "Not an IP address",
      detail: `"${text}" is no IPv4 or IPv6 address, and Envoy resolves no names here. Write an address such as "10.0.0.7" or "::1".`,
      subject: entry.rangeAt(...path),
    });
  });
}
