import type { ServiceDefinition } from "../gen/consul-forms.ts";
import { toJsonValue } from "../json-value.ts";
import type { JsonObject } from "../json-value.ts";
import type { RangeMap } from "../range-map.ts";
import type { SharedField } from "./read-instance.ts";

/** What Consul has among a sidecar's settings by name, and the service entry as fields of its own. */
const ownFieldSettings = [
  "max_inbound_connections",
  "local_connect_timeout_ms",
  "local_request_timeout_ms",
  "balance_inbound_connections",
  "max_request_headers_kb",
] as const;

export type OwnFieldSetting = (typeof ownFieldSettings)[number];

/** What the service entry has among the settings by name too. */
const settingsByName = [
  "bind_address",
  "bind_port",
  "local_idle_timeout_ms",
  "handshake_timeout_ms",
] as const;

const proxyPointer = "/connect/sidecar_service/proxy";

/** What a definition says about its sidecar, in the service entry's terms. */
export function sidecarSettings({ connect }: ServiceDefinition, ranges: RangeMap): readonly SharedField[] {
  const { config = {}, expose } = connect?.sidecar_service?.proxy ?? {};
  const named: JsonObject = Object.fromEntries(
    settingsByName.flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]])),
  );
  return [
    ...ownFieldSettings.flatMap((property): readonly SharedField[] => {
      const value = config[property];
      return value === undefined ? [] : [field(property, value, { ranges, at: `/config/${property}` })];
    }),
    ...(Object.keys(named).length > 0 ? [field("config", named, { ranges, at: "/config" })] : []),
    ...(expose ? [field("expose", toJsonValue(expose), { ranges, at: "/expose" })] : []),
  ];
}

function field(
  property: SharedField["property"],
  value: SharedField["value"],
  { ranges, at }: { readonly ranges: RangeMap; readonly at: string },
): SharedField {
  const pointer = `${proxyPointer}${at}`;
  return {
    property,
    value,
    range: ranges.at(pointer),
    adopt: (target, to) => target.adopt(ranges, pointer, to),
  };
}
