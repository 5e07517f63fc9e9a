import { localityKey, viewpointOf } from "../../graph/locality.ts";
import type { Locality } from "../../graph/locality.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import { targetKey } from "../../graph/target.ts";
import type { Target } from "../../graph/target.ts";

/** A target's instances as callers at one place see them. */
export interface TargetView {
  readonly target: Target;
  /** Undefined for callers to whom all instances are alike. */
  readonly viewpoint: Locality | undefined;
}

/** Unique among views: the target's key, and the place if there is one. */
export function viewKey({ target, viewpoint }: TargetView): string {
  return viewpoint ? `${targetKey(target)}@${localityKey(viewpoint)}` : targetKey(target);
}

/** Every view that a caller of the mesh can have, by its key. */
export function targetViews({ targets, services }: MeshGraph): ReadonlyMap<string, TargetView> {
  const places = new Map<string, Locality>();
  for (const { instances } of services.values()) {
    for (const { locality } of instances) if (locality) places.set(localityKey(locality), locality);
  }
  const viewpoints = [undefined, ...places.values()];
  const views = [...targets.values()].flatMap((target) =>
    viewpoints.map((caller): TargetView => ({ target, viewpoint: viewpointOf(target, caller) })),
  );
  return new Map(views.map((view) => [viewKey(view), view]));
}
