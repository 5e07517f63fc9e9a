import { markupText } from "./markup-text.ts";
import type { MeshPicture } from "./mesh-picture.ts";
import { pageScript } from "./page-script.ts";
import { standingStyles, writeSvg } from "./write-svg.ts";

const pageStyle = `
:root { color-scheme: light dark; }
body { margin: 0; display: grid; grid-template: auto 1fr / 1fr 320px; height: 100vh;
  font: 14px ui-sans-serif, system-ui, sans-serif; background: light-dark(#fff, #14181f); color: light-dark(#1d2430, #e6e9ef); }
header { grid-column: 1 / 3; display: flex; gap: 16px; align-items: center; padding: 10px 16px; flex-wrap: wrap;
  border-bottom: 1px solid light-dark(#dfe3e9, #2b323d); }
h1 { font-size: 15px; margin: 0; }
input[type=search] { font: inherit; padding: 4px 8px; min-width: 200px; }
main { overflow: hidden; cursor: grab; position: relative; }
main svg { position: absolute; transform-origin: 0 0; }
aside { overflow: auto; padding: 12px 16px; border-left: 1px solid light-dark(#dfe3e9, #2b323d); }
aside h2 { font-size: 14px; margin: 0 0 6px; } aside ul { padding-left: 16px; margin: 4px 0 14px; }
aside li { margin-bottom: 6px; overflow-wrap: anywhere; } aside small { color: light-dark(#6b7280, #98a1ae); }
.service { cursor: pointer; } .service:focus { outline: none; }
.service:focus rect, .service.chosen rect { stroke: light-dark(#1d2430, #e6e9ef); stroke-width: 2; }
svg.choosing .service:not(.near), svg.choosing .call:not(.near) { opacity: .1; }
.hidden { display: none; }
`.trim();

/** The picture as a page that needs nothing else: to be searched, zoomed, and asked about one service at a time. */
export function writeHtml(picture: MeshPicture): string {
  const filters = Object.entries(standingStyles).map(
    ([standing, { label }]) =>
      `<label><input type="checkbox" checked data-standing="${standing}"> ${markupText(label)}</label>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mesh: ${picture.services.length} services</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>${picture.services.length} services, ${picture.calls.length} calls</h1>
<input type="search" placeholder="Find a service" aria-label="Find a service">
${filters.join("\n")}
<button type="button" id="fit">Fit</button></header>
<main>${writeSvg(picture)}</main>
<aside aria-live="polite"><p>Choose a service to see whom it calls, who calls it, and which rule decides.</p></aside>
<script type="application/json" id="picture">${inScript(JSON.stringify(picture))}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** JSON that cannot end the script element it stands in. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
