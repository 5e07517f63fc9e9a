import type { Documents } from "./check-document.ts";

/** A document together with plain http services of these names, each on a machine of its own. */
export function withServices(text: string, ...names: readonly string[]): Documents {
  return { "mesh.hcl": text, "services.hcl": names.map(service).join("") };
}

function service(name: string, position: number): string {
  return `service "${name}" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.${position + 1}"
}
`;
}
