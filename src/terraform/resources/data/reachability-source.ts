import type { ApiMeshRequest, ReachabilityOutcome } from "../../../client/api-types.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import type { Attribute } from "../../framework/schema.ts";
import { ctyMap, ctyString } from "../../wire/value/cty-type.ts";
import { isCtyMap } from "../../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import type { MeshConnection } from "../connection.ts";
import { reachabilityAttributes, shownReachability } from "../shown-reachability.ts";
import { askForData, givenText, shownData } from "./read-from-agent.ts";

/** `mesh_reachability`: whether one service may call another. */
export const reachabilitySource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description:
      "Whether one service may call another, and which rule decides: by what is in force, and as if every instance were well. With a method, a path, a host or headers one request is followed through what the proxies are told; without any, it is what the intentions say of all requests.",
    attributes: {
      source: text("The calling service; with a request, one of its instances will do.", "required"),
      destination: text("The service called.", "required"),
      method: text("Of the request; `GET` when another part of it is given."),
      path: text("Of the request, with its query; `/` when another part of it is given."),
      host: text("Of the request; the address it is sent to unless given."),
      headers: {
        description: "Of the request, by name.",
        presence: "optional",
        shape: ofType(ctyMap(ctyString)),
      },
      ...reachabilityAttributes,
    },
  },
  read: async (context) => {
    const { config } = context;
    const [source = "", destination = ""] = [givenText(config, "source"), givenText(config, "destination")];
    const request = requestOf(config);
    const asked = await askForData(context, (client) =>
      client.reachability({ source, destination, ...(request && { request }) }),
    );
    if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
    if (asked.value.kind === "known") return shownData(context, shownReachability(asked.value));
    return { value: undefined, diagnostics: [unknownName(asked.value, destination)] };
  },
};

function text(description: string, presence: Attribute["presence"] = "optional"): Attribute {
  return { description, presence, shape: ofType(ctyString) };
}

/** Undefined when no part of it is given. */
export function requestOf(config: CtyMap): ApiMeshRequest | undefined {
  const [method, path, host] = ["method", "path", "host"].map((name) => givenText(config, name));
  const headers = headersOf(config.get("headers"));
  if (method === undefined && path === undefined && host === undefined && headers.length === 0)
    return undefined;
  return {
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    headers,
  };
}

function headersOf(value: CtyValue | undefined): readonly (readonly [string, string])[] {
  const members = isCtyMap(value) ? [...value] : [];
  return members.flatMap(([name, header]) => (typeof header === "string" ? [[name, header] as const] : []));
}

function unknownName(
  { name, known }: Extract<ReachabilityOutcome, { readonly kind: "unknown-name" }>,
  destination: string,
): ProviderDiagnostic {
  return providerError({
    summary: `No service "${name}"`,
    detail: `No set in force declares a service "${name}".${didYouMean(name, known)} "depends_on" lets this wait for a mesh_document.`,
    path: attributeAt(name === destination ? "destination" : "source"),
  });
}
