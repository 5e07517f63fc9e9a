import type { DocumentSet } from "../../../compile.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import { isConsulDocument } from "../../../language/hcl1/is-consul-document.ts";
import { parseDocument } from "../../../language/parse-document.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";

/** Values for variables that no document of the set declares. Unlike a service, no other set can declare them. */
export function undeclaredVariables({ files, variables }: DocumentSet): readonly ProviderDiagnostic[] {
  if (variables.size === 0) return [];
  const parsed = files.filter((file) => !isConsulDocument(file)).map(parseDocument);
  const declared = new Set(
    parsed.flatMap(({ value }) =>
      value
        .partialContent(variablesOnly)
        .value.blocks.flatMap(({ labels }) => labels.map(({ text }) => text)),
    ),
  );
  return [...variables].flatMap(([name, { origin }]) =>
    declared.has(name)
      ? []
      : [
          providerError({
            summary: `No variable "${name}"`,
            detail: `"${origin}" gives a value to "${name}", which no document declares.${didYouMean(name, declared) || ` Declare it: variable "${name}" {}`}`,
            path: attributeAt(origin),
          }),
        ],
  );
}

const variablesOnly = { attributes: [], blocks: [{ type: "variable", labelNames: ["name"] }] };
