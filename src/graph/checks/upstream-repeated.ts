import { error } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** A service has each destination once among its upstreams: two listeners for one destination would share names. */
export const upstreamRepeated: GraphCheck = ({ index }) =>
  [...index.services.values()].flatMap((entry) => {
    const destinations = (entry.value.upstreams ?? []).map(({ destination_name }) => destination_name);
    return destinations.flatMap((destination, position) => {
      const earlier = destinations.indexOf(destination);
      if (earlier === position) return [];
      return error({
        code: graphCodes.upstreamRepeated,
        summary: "Two upstreams with one destination",
        detail: `"${entry.name}" already has an upstream "${destination}". Remove one of the two.`,
        subject: entry.rangeAt("upstreams", position),
        related: [{ message: "The first one is here.", range: entry.rangeAt("upstreams", earlier) }],
      });
    });
  });
