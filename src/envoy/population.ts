import type { MeshGraph } from "../graph/mesh-graph.ts";
import { Recollection } from "../graph/recollection.ts";

/** Which services a mesh has and what each speaks: the same object as long as that is the same. */
export interface Population {
  readonly text: string;
}

const populations = new Recollection<Population>();

export function populationOf({ services, settings }: Pick<MeshGraph, "services" | "settings">): Population {
  const text = [...services.values()].map(({ name, protocol }) => `${name} ${protocol}\n`).join("");
  return populations.recall({ owner: settings }, [text], () => ({ text }));
}
