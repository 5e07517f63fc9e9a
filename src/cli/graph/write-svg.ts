import type { Standing } from "../../graph/intention-between.ts";
import { callLabel } from "./call-label.ts";
import { layeredLayout } from "./layered-layout.ts";
import type { Box, Layout } from "./layered-layout.ts";
import { markupText } from "./markup-text.ts";
import type { MeshPicture, PicturedCall, PicturedService } from "./mesh-picture.ts";

/** What a standing looks like: a colour and a pattern, so that it can be told without the colour. */
export const standingStyles: Readonly<Record<Standing, { readonly label: string; readonly dashes: string }>> =
  {
    allowed: { label: "allowed", dashes: "none" },
    depends: { label: "depends on the request", dashes: "7 3" },
    denied: { label: "denied", dashes: "2 4" },
  };

/** The rules for the look of a picture, light or dark as the reader's system is. */
export const pictureStyle = `
svg { --ink: #1d2430; --faint: #6b7280; --paper: #ffffff; --box: #f4f6f9; --line: #c5ccd6;
  --allowed: #18794e; --depends: #9a6700; --denied: #c5303a; font: 13px ui-sans-serif, system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6e9ef; --faint: #98a1ae; --paper: #14181f; --box: #1f2530;
  --line: #3a4352; --allowed: #4cc38a; --depends: #e2a93b; --denied: #ff7b82; } }
.paper { fill: var(--paper); }
.service rect { fill: var(--box); stroke: var(--line); }
.service text { fill: var(--ink); text-anchor: middle; }
.service .remark, .legend text { fill: var(--faint); font-size: 11px; }
.call path, .legend path { fill: none; stroke-width: 1.5; }
.call text { fill: var(--ink); font-size: 11px; text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
${Object.entries(standingStyles)
  .map(
    ([standing, { dashes }]) =>
      `.${standing} path { stroke: var(--${standing}); stroke-dasharray: ${dashes}; } .head-${standing} { fill: var(--${standing}); }`,
  )
  .join("\n")}
`.trim();

const legendHeight = 34;
const legendWidth = 600;

/** The picture as an SVG that stands alone. */
export function writeSvg(picture: MeshPicture): string {
  const layout = layeredLayout(picture);
  const width = Math.ceil(Math.max(layout.width, legendWidth));
  const height = Math.ceil(layout.height + legendHeight);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Who calls whom in the mesh">`,
    `<style>${pictureStyle}</style>`,
    `<defs>${Object.keys(standingStyles).map(arrowHead).join("")}</defs>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    `<g id="calls">`,
    ...picture.calls.map((call) => callMarkup(call, layout)),
    `</g>`,
    `<g id="services">`,
    ...picture.services.map((service) => serviceMarkup(service, layout)),
    `</g>`,
    legend(height - legendHeight / 2),
    `</svg>`,
    "",
  ].join("\n");
}

function arrowHead(standing: string): string {
  return `<marker id="head-${standing}" class="head-${standing}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>`;
}

function serviceMarkup({ name, protocol, instances, declaredAt }: PicturedService, layout: Layout): string {
  const box = layout.boxes.get(name);
  if (!box) return "";
  const middle = round(box.x + box.width / 2);
  const remark = `${protocol}, ${instances === 1 ? "1 instance" : `${instances} instances`}`;
  return [
    `<g class="service" data-service="${markupText(name)}"><title>${markupText(`${name}: ${remark}, ${declaredAt.file}:${declaredAt.line}`)}</title>`,
    `<rect x="${round(box.x)}" y="${round(box.y)}" width="${round(box.width)}" height="${box.height}" rx="6"/>`,
    `<text x="${middle}" y="${round(box.y + 17)}">${markupText(name)}</text>`,
    `<text class="remark" x="${middle}" y="${round(box.y + 32)}">${markupText(remark)}</text></g>`,
  ].join("");
}

function callMarkup(call: PicturedCall, { boxes }: Layout): string {
  const from = boxes.get(call.from);
  const to = boxes.get(call.to);
  if (!from || !to) return "";
  const { path, labelX, labelY } = callPath(from, to);
  const label = callLabel(call);
  const decidedBy = call.rule
    ? `${call.rule.id}, ${call.rule.declaredAt.file}:${call.rule.declaredAt.line}`
    : "the default policy";
  const text = label === "" ? "" : `<text x="${labelX}" y="${labelY}">${markupText(label)}</text>`;
  return [
    `<g class="call ${call.standing}" data-from="${markupText(call.from)}" data-to="${markupText(call.to)}">`,
    `<title>${markupText(`${call.from} to ${call.to}: ${standingStyles[call.standing].label} by ${decidedBy}`)}</title>`,
    `<path d="${path}" marker-end="url(#head-${call.standing})"/>${text}</g>`,
  ].join("");
}

interface CallPath {
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

/** Forward from right to left side, backward the other way; within a column around the right side. */
function callPath(from: Box, to: Box): CallPath {
  const startY = from.y + from.height / 2;
  const endY = to.y + to.height / 2;
  if (to.x === from.x) return aroundTheRight(from, to);
  const isForward = to.x > from.x;
  const startX = isForward ? from.x + from.width : from.x;
  const endX = isForward ? to.x : to.x + to.width;
  const bend = (endX - startX) / 2;
  return {
    path: `M${point(startX, startY)} C${point(startX + bend, startY)} ${point(endX - bend, endY)} ${point(endX, endY)}`,
    labelX: round((startX + endX) / 2),
    labelY: round((startY + endY) / 2 - 4),
  };
}

function aroundTheRight(from: Box, to: Box): CallPath {
  const x = from.x + from.width;
  const startY = from.y + from.height * 0.35;
  const endY = to.y + to.height * 0.65;
  const bulge = 50 + Math.min(70, Math.abs(endY - startY) / 6);
  return {
    path: `M${point(x, startY)} C${point(x + bulge, startY)} ${point(x + bulge, endY)} ${point(x, endY)}`,
    labelX: round(x + bulge * 0.75),
    labelY: round((startY + endY) / 2),
  };
}

function legend(y: number): string {
  const entries = Object.entries(standingStyles).map(([standing, { label }], index) => {
    const x = 28 + index * 190;
    return `<g class="${standing}"><path d="M${x} ${y}h34" marker-end="url(#head-${standing})"/><text x="${x + 42}" y="${y + 4}">${label}</text></g>`;
  });
  return `<g class="legend">${entries.join("")}</g>`;
}

function point(x: number, y: number): string {
  return `${round(x)} ${round(y)}`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
