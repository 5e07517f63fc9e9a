import type { JsonValue } from "../../envoy/codec/json-form.ts";
import { isMembers } from "../../envoy/codec/json-form.ts";
import { headerInput } from "../condition/header-condition.ts";
import { metadataAt, metadataInput } from "../condition/metadata-condition.ts";
import { queryParameter } from "../condition/query-condition.ts";
import type { RequestView } from "../condition/request-view.ts";

/** What a predicate of a matcher looks at. */
export interface MatchInput {
  readonly name: string;
  readonly text: (view: RequestView) => string | undefined;
  /** For inputs that are more than texts. */
  readonly value?: (view: RequestView) => JsonValue | undefined;
}

const typePrefix = "type.googleapis.com/";

/** The input of a predicate, or the name of one that only a running Envoy can read. */
export function matchInput(config: { readonly "@type": string } | undefined): MatchInput | string {
  const type = config?.["@type"].slice(typePrefix.length) ?? "";
  switch (type) {
    case "envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput":
      return callerInput;
    case "envoy.type.matcher.v3.HttpRequestHeaderMatchInput":
      return headerOf(textField(config, "header_name").toLowerCase());
    case "envoy.type.matcher.v3.HttpRequestQueryParamMatchInput": {
      const name = textField(config, "query_param");
      return { name: `query parameter ${name}`, text: (view) => queryParameter(view.path, name) };
    }
    case "envoy.extensions.matching.common_inputs.network.v3.ServerNameInput":
      return { name: "server name", text: ({ connection }) => connection.serverName };
    case "envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput":
      return metadataOf(textField(config, "filter"), pathField(config));
    default:
      return type.split(".").at(-1) ?? type;
  }
}

const callerInput: MatchInput = { name: "caller", text: ({ connection }) => connection.caller };

/** Values of a header that comes several times are joined, where conditions of routes look at each. */
function headerOf(name: string): MatchInput {
  return { name: headerInput(name), text: (view) => view.header(name) };
}

function metadataOf(filter: string, keys: readonly string[]): MatchInput {
  const value = (view: RequestView): JsonValue | undefined => metadataAt(view, filter, keys);
  return {
    name: metadataInput(keys),
    value,
    text: (view) => {
      const found = value(view);
      return found === undefined ? undefined : typeof found === "string" ? found : JSON.stringify(found);
    },
  };
}

function textField(config: object | undefined, name: string): string {
  const value = isMembers(config) ? config[name] : undefined;
  return typeof value === "string" ? value : "";
}

function pathField(config: object | undefined): readonly string[] {
  const path = isMembers(config) ? config["path"] : undefined;
  if (!Array.isArray(path)) return [];
  return path.map((segment: unknown) => (isMembers(segment) ? textField(segment, "key") : ""));
}
