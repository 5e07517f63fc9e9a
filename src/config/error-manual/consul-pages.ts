import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { configCodes } from "../codes.ts";

/** A service definition as Consul's agents read it. */
function definition(id: string, lines: string): string {
  return `service {\n  name = "api"\n  id   = "${id}"\n${lines}\n}`;
}

const first = `  port = 9091\n  connect { sidecar_service { port = 21001 } }`;
const second = `  port = 9092\n  connect { sidecar_service { port = 21002 } }`;
const asked = `service {\n  name = "web"\n  port = 8080\n  connect { sidecar_service {} }\n}`;

/** The pages about Consul's own documents. */
export const consulPages: readonly ErrorPage[] = [
  {
    code: configCodes.differingDefinitions,
    title: "Definitions of one service that contradict one another",
    meaning:
      "In Consul each instance of a service is defined by itself, with upstreams and checks of its own. Here these hold for all instances of a service, so definitions of one name must agree on them.",
    wrong: `${definition("api-1", first)}\n\n${definition("api-2", `${second}\n  check {\n    tcp      = "127.0.0.1:9092"\n    interval = "10s"\n  }`)}`,
    right: `${definition("api-1", first)}\n\n${definition("api-2", second)}`,
    wayOut: "Make the definitions equal, or give one of the services another name.",
  },
  {
    code: configCodes.impliedSidecar,
    title: "A service definition that asks for no sidecar",
    meaning:
      "In Consul a service without `connect` is registered and stays out of the mesh. Here every service is in the mesh, and gets a sidecar whether its definition asks for one or not. This is a warning: the service works, but it is reached through its sidecar alone.",
    wrong: `service {\n  name = "web"\n  port = 8080\n}`,
    right: asked,
    wayOut: "Say that a sidecar is wanted: `connect { sidecar_service {} }`.",
  },
];
