import type { ResolverSubsetProps } from "./gen/props.ts";

/** The subset of the instances whose `meta.version` is the given one. */
export function versionSubset(version: string): ResolverSubsetProps {
  return { filter: `Service.Meta.version == ${JSON.stringify(version)}` };
}
