import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { configCodes } from "../codes.ts";
import type { CheckDefinition } from "../gen/consul-forms.ts";
import type { JsonObject } from "../json-value.ts";
import { notYetSupported } from "../not-yet.ts";
import { pointerTo } from "../range-map.ts";
import type { RangeMap } from "../range-map.ts";

/** A check of a definition, and where it stands there. */
export interface CheckSite {
  readonly check: CheckDefinition;
  readonly pointer: string;
  /** Of the definition. */
  readonly ranges: RangeMap;
  /** Where the instance listens, and where it is reached. */
  readonly port: number;
  readonly address: string;
}

/** A check as mesh blocks say it: what is asked, with a path and a port of the instance. */
export interface ReadCheck {
  readonly value: JsonObject;
  /** The field of the definition that says what is asked. */
  readonly asked: "http" | "tcp";
}

/** Undefined when the check cannot be run as it is; the reason goes to `diagnostics`. */
export function readCheck(site: CheckSite, diagnostics: Diagnostic[]): ReadCheck | undefined {
  const { http, tcp } = site.check;
  if ((http === undefined) === (tcp === undefined)) {
    diagnostics.push(notOneProbe(site));
    return undefined;
  }
  const target = http === undefined ? connectedTo(tcp ?? "", site) : askedAt(http, site);
  if (target.problem) diagnostics.push(target.problem);
  if (!target.found) return undefined;
  const { check_id, id = check_id, method, ...rest } = withoutProbe(site.check);
  const value = { type: target.asked, ...rest, id, method, ...target.found };
  return { value: withoutUndefined(value), asked: target.asked };
}

type Target =
  | { readonly asked: ReadCheck["asked"]; readonly found: JsonObject; readonly problem?: undefined }
  | { readonly asked: ReadCheck["asked"]; readonly found?: undefined; readonly problem: Diagnostic };

const urlForm = /^(https?):\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d{1,5}))?([/?].*)?$/i;

function askedAt(url: string, site: CheckSite): Target {
  const [, scheme, host, port = "80", path = "/"] = urlForm.exec(url) ?? [];
  const asked = "http";
  if (scheme === undefined || host === undefined) return { asked, problem: malformed(asked, site) };
  if (scheme.toLowerCase() === "https") return { asked, problem: refuse("https", "checks by TLS", site) };
  if (!isOwnHost(host, site)) return { asked, problem: otherHost(asked, site) };
  return {
    asked,
    found: { path: path.startsWith("/") ? path : `/${path}`, ...portField(Number(port), site) },
  };
}

function connectedTo(address: string, site: CheckSite): Target {
  const [, host, port] = /^(\[[^\]]*\]|[^/:?#]*):(\d{1,5})$/.exec(address) ?? [];
  const asked = "tcp";
  if (host === undefined || port === undefined) return { asked, problem: malformed(asked, site) };
  if (!isOwnHost(host, site)) return { asked, problem: otherHost(asked, site) };
  return { asked, found: portField(Number(port), site) };
}

/** A port of its own only: the instance's needs no saying. */
function portField(port: number, site: CheckSite): JsonObject {
  return port === site.port ? {} : { port };
}

/** Probes run beside the instance, on loopback. */
function isOwnHost(host: string, { address }: CheckSite): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return ["", "localhost", "127.0.0.1", "::1", "0.0.0.0", address.toLowerCase()].includes(bare);
}

function withoutProbe(check: CheckDefinition): Omit<CheckDefinition, "http" | "tcp" | "service_id"> {
  const { http: _, tcp: __, service_id: ___, ...rest } = check;
  return rest;
}

function withoutUndefined(value: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  const given = Object.entries(value).flatMap(([name, item]) =>
    item === undefined ? [] : [[name, item] as const],
  );
  return Object.fromEntries(given);
}

function notOneProbe({ check: { http }, pointer, ranges }: CheckSite): Diagnostic {
  const [summary, count] =
    http === undefined ? ["Missing http or tcp", "none"] : ["Both http and tcp", "two"];
  return error({
    code: configCodes.missingField,
    summary,
    detail: `A check asks in one way, and this one names ${count}. Give it \`http\` with a URL, or \`tcp\` with an address and port.`,
    subject: ranges.at(pointer),
  });
}

function malformed(field: "http" | "tcp", { pointer, ranges }: CheckSite): Diagnostic {
  const form =
    field === "http" ? 'a URL such as "http://localhost:9090/health"' : 'an address such as "localhost:9090"';
  return error({
    code: configCodes.malformed,
    summary: `Malformed ${field}`,
    detail: `${field} must be ${form}.`,
    subject: ranges.at(pointerTo(pointer, field)),
  });
}

function otherHost(field: "http" | "tcp", site: CheckSite): Diagnostic {
  return refuse(
    `${field} check of another host`,
    "checks of other machines than the instance's own",
    site,
    field,
  );
}

function refuse(what: string, missing: string, { pointer, ranges }: CheckSite, field = "http"): Diagnostic {
  return notYetSupported({ what, missing, subject: ranges.at(pointerTo(pointer, field)) });
}
