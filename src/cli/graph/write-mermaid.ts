import type { Standing } from "../../graph/intention-between.ts";
import { callLabel } from "./call-label.ts";
import type { MeshPicture } from "./mesh-picture.ts";

const arrows: Readonly<Record<Standing, string>> = { allowed: "-->", depends: "-.->", denied: "--x" };

/** The picture as a Mermaid flowchart, which forges and wikis show. Denied calls end in a cross. */
export function writeMermaid({ services, calls }: MeshPicture): string {
  // A service may be called `end`, which Mermaid takes for its own word.
  const ids = new Map(services.map(({ name }, index) => [name, `s${index}`]));
  return [
    "flowchart LR",
    ...services.map(({ name }) => `  ${ids.get(name) ?? ""}["${name}"]`),
    ...calls.map((call) => {
      const label = callLabel(call);
      const arrow = `${arrows[call.standing]}${label === "" ? "" : `|"${label}"|`}`;
      return `  ${ids.get(call.from) ?? ""} ${arrow} ${ids.get(call.to) ?? ""}`;
    }),
    "",
  ].join("\n");
}
