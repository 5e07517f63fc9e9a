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

export function serviceNameOf(service: ServiceName): string {
  return typeof service === "string" ? service : service.serviceName;
}

/** What a document calls a service of which only Terraform knows the name. */
export function localNameOf(service: unknown): string {
  return (isNamedService(service) ? service.localName : undefined) ?? "unnamed";
}
