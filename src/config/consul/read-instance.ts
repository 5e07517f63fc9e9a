import { hasErrors } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { ServiceDefinition } from "../gen/consul-forms.ts";
import { toJsonValue } from "../json-value.ts";
import type { JsonObject, JsonValue } from "../json-value.ts";
import type { RangeMap } from "../range-map.ts";
import { readCheck } from "./service-check.ts";
import { sidecarSettings } from "./sidecar-settings.ts";
import type { OwnFieldSetting } from "./sidecar-settings.ts";
import type { ReadDefinition } from "./service-definition.ts";

/** A field of the service entry that a definition brings, and where it was written. */
export interface SharedField {
  readonly property: "upstreams" | "checks" | "protocol" | "config" | "expose" | OwnFieldSetting;
  readonly value: JsonValue;
  readonly range: SourceRange;
  /** Takes the places of its parts over to the entry. */
  readonly adopt: (ranges: RangeMap, pointer: string) => void;
}

/** What a definition says, in the service entry's terms. */
export interface ReadInstance {
  readonly name: string;
  readonly id: string;
  readonly idPointer: string;
  readonly port: number;
  readonly sidecarPort: number | undefined;
  readonly sidecarPortPointer: string;
  readonly hasSidecar: boolean;
  /** Address, meta, tags, weights and locality, as far as they were given. */
  readonly own: JsonObject;
  readonly shared: readonly SharedField[];
  readonly ranges: RangeMap;
  readonly range: SourceRange;
}

/** Undefined when something of the definition could not be read. */
export function readInstance(
  { value, ranges, range }: ReadDefinition,
  diagnostics: Diagnostic[],
): ReadInstance | undefined {
  if (!value) return undefined;
  const found: Diagnostic[] = [];
  const shared = [
    ...upstreamField(value, ranges),
    ...checkField(value, ranges, found),
    ...protocolField(value, ranges),
    ...sidecarSettings(value, ranges),
  ];
  diagnostics.push(...found);
  if (hasErrors(found)) return undefined;
  const { sidecar_service: sidecar, proxy: old } = value.connect ?? {};
  return {
    name: value.name,
    id: value.id ?? value.name,
    idPointer: value.id === undefined ? "/name" : "/id",
    port: value.port,
    sidecarPort: sidecar?.port ?? old?.config?.bind_port,
    sidecarPortPointer:
      sidecar?.port === undefined ? "/connect/proxy/config/bind_port" : "/connect/sidecar_service/port",
    hasSidecar: sidecar !== undefined || old !== undefined,
    own: ownFields(value),
    shared,
    ranges,
    range,
  };
}

/** Whether the service says nothing of its one instance that needs a block of its own. */
export function isSingleInstance([first, ...others]: readonly ReadInstance[]): boolean {
  return others.length === 0 && first?.id === first?.name && first?.sidecarPort === undefined;
}

function ownFields({ address, meta, tags, weights, locality }: ServiceDefinition): JsonObject {
  return {
    ...(address !== undefined && { address }),
    ...(meta && { meta: { ...meta } }),
    ...(tags && { tags }),
    ...(weights && { weights: { ...weights } }),
    ...(locality && { locality: { ...locality } }),
  };
}

function upstreamField({ connect }: ServiceDefinition, ranges: RangeMap): readonly SharedField[] {
  const { sidecar_service: sidecar, proxy: old } = connect ?? {};
  const lists = [
    { pointer: "/connect/sidecar_service/proxy/upstreams", list: sidecar?.proxy?.upstreams },
    { pointer: "/connect/proxy/upstreams", list: old?.upstreams },
    { pointer: "/connect/proxy/config/upstreams", list: old?.config?.upstreams },
  ];
  const places = lists.flatMap(({ pointer, list = [] }) =>
    list.map((upstream, index) => ({ upstream, pointer: `${pointer}/${index}` })),
  );
  const [first] = places;
  if (!first) return [];
  return [
    {
      property: "upstreams",
      value: places.map(({ upstream }) => toJsonValue(upstream)),
      range: ranges.at(first.pointer),
      adopt: (target, to) => {
        for (const [index, { pointer }] of places.entries()) target.adopt(ranges, pointer, `${to}/${index}`);
      },
    },
  ];
}

function protocolField({ connect }: ServiceDefinition, ranges: RangeMap): readonly SharedField[] {
  const { sidecar_service: sidecar, proxy: old } = connect ?? {};
  const places = [
    { pointer: "/connect/sidecar_service/proxy/config/protocol", protocol: sidecar?.proxy?.config?.protocol },
    { pointer: "/connect/proxy/config/protocol", protocol: old?.config?.protocol },
  ];
  return places.flatMap(({ pointer, protocol }) =>
    protocol === undefined
      ? []
      : {
          property: "protocol" as const,
          value: protocol,
          range: ranges.at(pointer),
          adopt: (target: RangeMap, to: string) => target.adopt(ranges, pointer, to),
        },
  );
}

function checkField(
  { check = [], checks = [], port, address = "127.0.0.1" }: ServiceDefinition,
  ranges: RangeMap,
  diagnostics: Diagnostic[],
): readonly SharedField[] {
  const sites = [
    ...check.map((item, index) => ({ check: item, pointer: `/check/${index}` })),
    ...checks.map((item, index) => ({ check: item, pointer: `/checks/${index}` })),
  ];
  const read = sites.flatMap((site) => {
    const found = readCheck({ ...site, ranges, port, address }, diagnostics);
    return found ? { ...found, pointer: site.pointer } : [];
  });
  const [first] = read;
  if (!first) return [];
  return [
    {
      property: "checks",
      value: read.map(({ value }) => value),
      range: ranges.at(first.pointer),
      adopt: (target, to) => {
        for (const [index, { pointer, asked }] of read.entries())
          adoptCheck({ pointer, asked, ranges }, target, `${to}/${index}`);
      },
    },
  ];
}

interface CheckPlace {
  readonly pointer: string;
  readonly asked: string;
  readonly ranges: RangeMap;
}

/** Type, path and port stand in one text. */
function adoptCheck({ pointer, asked, ranges }: CheckPlace, target: RangeMap, to: string): void {
  target.adopt(ranges, pointer, to);
  for (const field of ["type", "path", "port"]) target.adopt(ranges, `${pointer}/${asked}`, `${to}/${field}`);
}
