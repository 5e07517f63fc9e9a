import type { Standing } from "../../graph/intention-between.ts";
import { callLabel } from "./call-label.ts";
import type { MeshPicture } from "./mesh-picture.ts";

const lines: Readonly<Record<Standing, string>> = {
  allowed: 'color="#18794e"',
  depends: 'color="#9a6700", style=dashed',
  denied: 'color="#c5303a", style=dotted',
};

/** The picture in Graphviz's language. Source: graphviz.org, "DOT Language". */
export function writeDot({ services, calls }: MeshPicture): string {
  return [
    "digraph mesh {",
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...services.map(
      ({ name, protocol, instances }) =>
        `  ${quoted(name)} [tooltip=${quoted(`${protocol}, instances: ${instances}`)}];`,
    ),
    ...calls.map((call) => {
      const label = callLabel(call);
      const attributes = [lines[call.standing], ...(label === "" ? [] : [`label=${quoted(label)}`])];
      return `  ${quoted(call.from)} -> ${quoted(call.to)} [${attributes.join(", ")}];`;
    }),
    "}",
    "",
  ].join("\n");
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
