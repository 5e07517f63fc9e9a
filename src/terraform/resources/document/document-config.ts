import type { VariableInput } from "../../../language/document-set-scope.ts";
import { markSensitive } from "../../../language/sensitive.ts";
import { holdsUnknown, isCtyMap } from "../../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { dynamicMembers, toLanguageValue } from "../language-value.ts";
import type { DocumentSource } from "./load-document-set.ts";

/** What a configuration says of the documents. */
export interface DocumentConfig {
  /** Undefined as long as it is unknown, in part or in whole. */
  readonly source: DocumentSource | undefined;
  /** Unknown values among them stay unknown. */
  readonly variables: ReadonlyMap<string, VariableInput>;
  /** Whether everything is known that the set is made of. */
  readonly isKnown: boolean;
}

export function readDocumentConfig(config: CtyMap): DocumentConfig {
  const [source, files, variables, sensitive] = ["source", "files", "variables", "sensitive_variables"].map(
    (name) => config.get(name) ?? null,
  );
  const areVariablesKnown = ![variables, sensitive].some((value) => holdsUnknown(value ?? null));
  const known = sourceOf(source ?? null, files ?? null);
  return {
    source: known,
    variables: new Map([
      ...inputs("variables", variables, toLanguageValue),
      ...inputs("sensitive_variables", sensitive, (value) => markSensitive(toLanguageValue(value))),
    ]),
    isKnown: known !== undefined && areVariablesKnown,
  };
}

function sourceOf(source: CtyValue, files: CtyValue): DocumentSource | undefined {
  if (typeof source === "string") return { kind: "path", path: source };
  if (!isCtyMap(files) || holdsUnknown(files)) return undefined;
  const texts = [...files].flatMap(([name, text]) =>
    typeof text === "string" ? [[name, text] as const] : [],
  );
  return { kind: "files", files: new Map(texts) };
}

function inputs(
  origin: string,
  given: CtyValue | undefined,
  toValue: typeof toLanguageValue,
): readonly (readonly [string, VariableInput])[] {
  return [...dynamicMembers(given)].map(([name, value]) => [
    name,
    { kind: "value", value: toValue(value), origin, whenUndeclared: "error" },
  ]);
}
