/** A value as JSON has it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}
