import { isUnknown } from "../wire/value/cty-value.ts";
import type { CtyMap } from "../wire/value/cty-value.ts";
import { pathText } from "./attribute-path.ts";
import type { AttributePath } from "./attribute-path.ts";
import { mapNested, pathOf } from "./nested-objects.ts";
import { providerError, providerWarning } from "./provider-diagnostic.ts";
import type { ProviderDiagnostic } from "./provider-diagnostic.ts";
import type { Attribute, Attributes, Schema } from "./schema.ts";

export interface ClientAbilities {
  readonly writeOnlyAllowed: boolean;
}

/** What the schema's own validators say of a configuration. Types and presence are Terraform's to judge. */
export function validateConfig(
  { attributes, rules = [] }: Schema,
  config: CtyMap,
  abilities: ClientAbilities,
): readonly ProviderDiagnostic[] {
  return [
    ...validateAttributes(attributes, config, { path: [], abilities }),
    ...rules.flatMap((rule) => rule(config)),
  ];
}

interface Place {
  readonly path: AttributePath;
  readonly abilities: ClientAbilities;
}

function validateAttributes(
  attributes: Attributes,
  config: CtyMap,
  { path, abilities }: Place,
): readonly ProviderDiagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = config.get(name) ?? null;
    if (value === null) return [];
    const found: ProviderDiagnostic[] = [];
    found.push(...reservations(name, attribute, { path, abilities }));
    if (isUnknown(value)) return found;
    for (const validator of attribute.validators ?? []) {
      const wrong = validator(value);
      if (wrong !== undefined)
        found.push(
          providerError({
            summary: `Unsuitable value for ${pathText(pathOf(path, name))}`,
            detail: wrong,
            path: pathOf(path, name),
          }),
        );
    }
    const { shape } = attribute;
    if (shape.kind === "nested") {
      mapNested(value, shape, (member, step, inner) => {
        found.push(...validateAttributes(inner, member, { path: pathOf(path, name, step), abilities }));
        return member;
      });
    }
    return found;
  });
}

/** What is said of an attribute that is given at all. */
function reservations(
  name: string,
  { deprecation, writeOnly }: Attribute,
  { path, abilities }: Place,
): readonly ProviderDiagnostic[] {
  const at = { path: pathOf(path, name) };
  const found: ProviderDiagnostic[] = [];
  if (deprecation !== undefined)
    found.push(providerWarning({ summary: `"${name}" is deprecated`, detail: deprecation, ...at }));
  if (writeOnly && !abilities.writeOnlyAllowed) {
    const detail = `"${name}" is write-only: it must not be written to a state, which this version cannot promise. Use Terraform 1.11 or newer, or OpenTofu 1.11 or newer, or leave it out.`;
    found.push(providerError({ summary: "Write-only attribute not supported", detail, ...at }));
  }
  return found;
}
