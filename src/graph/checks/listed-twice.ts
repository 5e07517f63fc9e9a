import type { MeshTlsDirection } from "../../config/gen/entries.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import { permissionMatches } from "./places/permission-places.ts";
import { placeAt } from "./places/place.ts";
import type { Place } from "./places/place.ts";
import { routeDestinations, routeMatches } from "./places/router-places.ts";

export const listedTwicePages: readonly ErrorPage[] = [
  {
    code: graphCodes.listedTwice,
    title: "The same item twice in a list",
    meaning:
      "The methods of a route or permission, the conditions and statuses of its retries, and the cipher suites and curves of a mesh are sets: an item that stands there twice means nothing more, and often something else was meant. Envoy refuses a curve that is listed twice.",
    wrong: `router "api" {
  route {
    match {
      http { methods = ["GET", "GET"] }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    match {
      http { methods = ["GET", "HEAD"] }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Remove the second one, or write the one that was meant.",
  },
];

/** Methods, conditions of retries and their statuses, cipher suites and curves are each listed once. */
export const listedTwice: GraphCheck = ({ index }) => [
  ...[...permissionMatches(index), ...routeMatches(index)].flatMap((match) =>
    repetitions(match, "methods", match.value.methods),
  ),
  ...routeDestinations(index).flatMap((route) => [
    ...repetitions(route, "retry_on", route.value.retry_on),
    ...repetitions(route, "retry_on_status_codes", route.value.retry_on_status_codes),
  ]),
  ...tlsDirections(index).flatMap((direction) => [
    ...repetitions(direction, "cipher_suites", direction.value.cipher_suites),
    ...repetitions(direction, "ecdh_curves", direction.value.ecdh_curves),
  ]),
];

function tlsDirections({ mesh }: EntryIndex): readonly Place<MeshTlsDirection>[] {
  if (!mesh) return [];
  return (["incoming", "outgoing"] as const).flatMap((direction) =>
    placeAt(mesh, ["tls", direction], mesh.value.tls?.[direction]),
  );
}

function repetitions(
  { rangeAt }: Place<unknown>,
  field: string,
  items: readonly (string | number)[] = [],
): readonly Diagnostic[] {
  return items.flatMap((item, position) => {
    const earlier = items.indexOf(item);
    if (earlier === position) return [];
    return error({
      code: graphCodes.listedTwice,
      summary: `${item} is listed twice in ${field}`,
      detail: "Remove it, or write the one that was meant.",
      subject: rangeAt(field, position),
      related: [{ message: "First listed here.", range: rangeAt(field, earlier) }],
    });
  });
}
