import type {
  Config,
  Config_Rule,
  Config_KeyValuePair,
} from "../../envoy/gen/envoy.extensions.filters.http.header_to_metadata.v3.ts";
import type { JsonObject } from "../../envoy/codec/json-form.ts";
import type { RequestView } from "../condition/request-view.ts";
import type { FilterStep } from "./filter-pass.ts";
import { regexReplace } from "./path-rewrite.ts";

/** Copies headers, changed or not, to where later filters find them. */
export function headerCopyStep({ request_rules = [] }: Config): FilterStep {
  const copies = request_rules.map(compileRule);
  return (pass) => {
    for (const copy of copies) {
      const found = copy(pass.view);
      if (!found) continue;
      const known = pass.view.metadata[found.namespace];
      pass.view = pass.view.withMetadata(found.namespace, {
        ...(isObject(known) ? known : {}),
        ...found.entry,
      });
    }
  };
}

interface Copied {
  readonly namespace: string;
  readonly entry: JsonObject;
}

function compileRule({
  header = "",
  on_header_present,
  on_header_missing,
}: Config_Rule): (view: RequestView) => Copied | undefined {
  const name = header.toLowerCase();
  const rewrite = regexReplace(on_header_present?.regex_value_rewrite);
  return (view) => {
    const value = view.header(name);
    if (value === undefined)
      return on_header_missing && copied(on_header_missing, on_header_missing.value ?? "");
    if (!on_header_present) return undefined;
    return copied(on_header_present, on_header_present.value || (rewrite?.(value) ?? value));
  };
}

/** Envoy notes nothing rather than an empty value. */
function copied(
  { metadata_namespace = "", key = "", type = "STRING" }: Config_KeyValuePair,
  value: string,
): Copied | undefined {
  if (value === "") return undefined;
  return {
    namespace: metadata_namespace || "envoy.filters.http.header_to_metadata",
    entry: { [key]: type === "NUMBER" ? Number(value) : value },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
