import type { DefinitionModel, FieldModel } from "./definition-model.ts";
import { generatedHeader } from "./write-types.ts";

/**
 * The codec's table: a line of text per message and enum, so that loading it costs next to nothing and only the types
 * in use are taken apart. `src/envoy/codec/message-descriptor.ts` says how a line reads.
 */
export function writeTable(model: DefinitionModel): string {
  const messages = model.messages.map(({ fullName, fields }) => entry(fullName, fields.map(fieldText)));
  const enums = model.enums.map(({ fullName, values }) =>
    entry(
      fullName,
      values.map(([name, number]) => `${number} ${name}`),
    ),
  );
  return (
    generatedHeader +
    `\nexport const messageTable: Readonly<Record<string, string>> = {\n${messages.join("")}};\n` +
    `\nexport const enumTable: Readonly<Record<string, string>> = {\n${enums.join("")}};\n`
  );
}

function entry(fullName: string, parts: readonly string[]): string {
  return `  ${JSON.stringify(fullName)}: ${JSON.stringify(parts.join(";"))},\n`;
}

function fieldText(field: FieldModel): string {
  const presence = field.explicitPresence ? `?${field.oneof ?? ""}` : "";
  return `${field.number}${presence} ${field.name} ${cardinalityText(field)}${typeText(field)}`;
}

function cardinalityText(field: FieldModel): string {
  if (field.mapKey !== undefined) return `{${field.mapKey}}`;
  return field.repeated ? "*" : "";
}

function typeText({ type }: FieldModel): string {
  if (type.kind === "scalar") return type.name;
  return (type.kind === "enum" ? "#" : ".") + type.name.fullName;
}
