import type { FaultAbort } from "../../config/gen/entries.ts";
import { error, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { placeWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";
import { faultInjections } from "./places/setting-places.ts";

export const faultFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.faultForm,
    title: "A fault that says nothing, or two things at once",
    meaning:
      "Fault injection delays requests, aborts them, or both. An abort answers with a status of HTTP or with one of gRPC, which is one of the two. With 0 percent no request is ever affected.",
    wrong: `service "api" {
  port     = 9090
  protocol = "http"

  fault_injection {
    abort { percent = 10 }
  }
}`,
    right: `service "api" {
  port     = 9090
  protocol = "http"

  fault_injection {
    abort {
      http_status = 503
      percent     = 10
    }
  }
}`,
    wayOut: "Say what the fault is, in one way.",
  },
];

/** A fault is a delay or an abort, and an abort has one status. */
export const faultForm: GraphCheck = ({ index }) =>
  faultInjections(index).flatMap((fault) => {
    const { delay, abort } = fault.value;
    if (!delay && !abort)
      return report(fault, {
        summary: "Fault injection without a fault",
        detail: "Give it a delay or an abort block, or remove it.",
      });
    return [
      ...placeWithin(fault, ["abort"], abort).flatMap(abortProblems),
      ...(["delay", "abort"] as const).flatMap((kind) =>
        placeWithin(fault, [kind], fault.value[kind]).flatMap(({ value, rangeAt }) =>
          value.percent !== 0
            ? []
            : warning({
                code: graphCodes.faultForm,
                summary: `This ${kind} meets no request`,
                detail: "Its share is 0 percent. Give it a larger one, or remove it.",
                subject: rangeAt("percent"),
              }),
        ),
      ),
    ];
  });

function abortProblems(abort: Place<FaultAbort>): readonly Diagnostic[] {
  const { http_status, grpc_status } = abort.value;
  if (http_status === undefined && grpc_status === undefined)
    return report(abort, {
      summary: "An abort without a status",
      detail:
        "Say what requests are answered with: http_status, or grpc_status for a service that speaks grpc.",
    });
  if (http_status === undefined || grpc_status === undefined) return [];
  return report(abort, {
    summary: "An abort with two statuses",
    detail: "It answers with http_status or with grpc_status. Remove one of the two.",
  });
}

function report(
  { range }: Place<unknown>,
  message: { readonly summary: string; readonly detail: string },
): readonly Diagnostic[] {
  return [error({ code: graphCodes.faultForm, ...message, subject: range })];
}
