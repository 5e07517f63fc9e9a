import { error } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** Every service that a chain can end at speaks the protocol of the service that was asked for. */
export const inconsistentProtocols: GraphCheck = ({ graph }) =>
  [...graph.chains.values()].flatMap((chain) => {
    const asked = graph.services.get(chain.service);
    return chain.splits.flatMap((split) =>
      [split.target, ...split.failover].flatMap((target) => {
        const reached = graph.services.get(target.service);
        if (!asked || !reached || reached.protocol === chain.protocol) return [];
        return error({
          code: graphCodes.inconsistentProtocols,
          summary: "Services of one chain speak different protocols",
          detail: `Requests for "${chain.service}" (${chain.protocol}) can end at "${reached.name}" (${reached.protocol}). Give both the same protocol.`,
          subject: split.range,
          related: [
            { message: `"${asked.name}" is declared here.`, range: asked.range },
            { message: `"${reached.name}" is declared here.`, range: reached.range },
          ],
        });
      }),
    );
  });
