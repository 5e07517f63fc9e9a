import type { Place } from "./declared-places.ts";

/** ` (mesh.hcl:12)`, or nothing. */
export function placeText(place: Place | undefined): string {
  return place ? ` (${place.file}:${place.line})` : "";
}
