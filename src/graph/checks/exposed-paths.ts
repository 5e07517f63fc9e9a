import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { Instance } from "../mesh-graph.ts";
import type { ExposedPath } from "../service-settings.ts";
import type { GraphCheck } from "./graph-check.ts";

export const exposedPathsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.exposedPathForm,
    title: "An exposed path that cannot be reached",
    meaning:
      "Each exposed path is reached at a port of the sidecar, from 1 to 65535; the path of the first exposed check 500 above the sidecar's own port. At one port a path leads to one place only, so that a second one of the same name would never be asked.",
    wrong: `service "web" {
  port = 8080

  expose {
    path {
      path          = "/metrics"
      listener_port = 21900
    }
    path {
      path            = "/metrics"
      listener_port   = 21900
      local_path_port = 9102
    }
  }
}`,
    right: `service "web" {
  port = 8080

  expose {
    path {
      path          = "/metrics"
      listener_port = 21900
    }
    path {
      path            = "/metrics"
      listener_port   = 21901
      local_path_port = 9102
    }
  }
}`,
    wayOut: "Give the path a port of its own, or the sidecar a lower one.",
  },
];

const highestPort = 65_535;

/** Exposed paths have ports that exist, and each a place of its own there. */
export const exposedPaths: GraphCheck = ({ graph }) =>
  [...graph.services.values()].flatMap(({ instances }) => {
    // What a path of all instances has wrong is said once.
    const [first] = instances;
    return first ? [...repeated(first), ...instances.flatMap(beyondLast)] : [];
  });

function repeated({ exposedPaths: paths }: Instance): readonly Diagnostic[] {
  const known = new Map<string, ExposedPath>();
  return paths.flatMap((path) => {
    const key = `${path.listenerPort} ${path.path}`;
    const earlier = known.get(key);
    if (!earlier) {
      known.set(key, path);
      return [];
    }
    return error({
      code: graphCodes.exposedPathForm,
      summary: `"${path.path}" is exposed twice at port ${path.listenerPort}`,
      detail: "Only the first of the two would ever be asked. Remove one, or give it another listener_port.",
      subject: path.range,
      related: [{ message: "The first one is here.", range: earlier.range }],
    });
  });
}

function beyondLast({ exposedPaths: paths, sidecarPort, id, range }: Instance): readonly Diagnostic[] {
  const last = paths.find(({ listenerPort }) => listenerPort > highestPort);
  if (!last) return [];
  return [
    error({
      code: graphCodes.exposedPathForm,
      summary: `No port is left for "${last.path}" of "${id}"`,
      detail: `Exposed checks are found from 500 above the sidecar's port on, which is ${sidecarPort}; ports end at ${highestPort}. Give the sidecar a lower port.`,
      subject: last.range,
      related: [{ message: "The instance is declared here.", range }],
    }),
  ];
}
