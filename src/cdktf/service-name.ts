import { Token, Tokenization } from "cdktf";
import type { IResolvable } from "cdktf";

/** A service of the mesh: its construct, or its name. */
export type ServiceName = string | NamedService;

/** What is called by the name of a service. */
export interface NamedService {
  readonly serviceName: string;
  /** What documents call it while only Terraform knows its name. */
  readonly localName?: string;
}

export function isNamedService(value: unknown): value is NamedService {
  return (
    typeof value === "object" &&
    value !== null &&
    "serviceName" in value &&
    typeof value.serviceName === "string"
  );
}

/** Throws on what names nothing, such as a variable instead of its value: types refuse it, unless it is `any`. */
export function serviceNameOf(service: ServiceName | IResolvable): string {
  if (typeof service === "string") return service;
  if (isNamedService(service)) return service.serviceName;
  if (Tokenization.isResolvable(service)) return Token.asString(service);
  throw new TypeError(
    "A service is named by its construct or by a text: write `.stringValue` for that of a TerraformVariable.",
  );
}

/** What a document calls a service of which only Terraform knows the name. */
export function localNameOf(service: unknown): string {
  return (isNamedService(service) ? service.localName : undefined) ?? "unnamed";
}
