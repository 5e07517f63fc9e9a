/** What the page of `mesh graph` does in the browser; `#web` in its address chooses the service web. Names reach the page as text only, never as markup. */
export const pageScript = `
const { services, calls } = JSON.parse(document.getElementById("picture").textContent);
const svg = document.querySelector("main svg"), main = document.querySelector("main"), aside = document.querySelector("aside");
const boxes = new Map([...svg.querySelectorAll(".service")].map((box) => [box.dataset.service, box]));
const lines = [...svg.querySelectorAll(".call")];
let view = { x: 0, y: 0, scale: 1 }, chosen;

function show() { svg.style.transform = "translate(" + view.x + "px," + view.y + "px) scale(" + view.scale + ")"; }
function fit() {
  const { width, height } = svg.viewBox.baseVal, room = main.getBoundingClientRect();
  const scale = Math.min(1.5, room.width / width, room.height / height);
  view = { scale, x: (room.width - width * scale) / 2, y: (room.height - height * scale) / 2 };
  show();
}
function zoom(factor, x, y) {
  const scale = Math.max(0.05, Math.min(8, view.scale * factor)), by = scale / view.scale;
  view = { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
  show();
}
main.addEventListener("wheel", (event) => {
  event.preventDefault();
  const room = main.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - room.left, event.clientY - room.top);
}, { passive: false });
let grip;
main.addEventListener("pointerdown", (event) => { grip = { x: event.clientX - view.x, y: event.clientY - view.y }; });
addEventListener("pointermove", (event) => { if (grip) { view.x = event.clientX - grip.x; view.y = event.clientY - grip.y; show(); } });
addEventListener("pointerup", () => { grip = undefined; });

function element(tag, text, children = []) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}
function told(call, other) {
  const by = call.rule ? call.rule.id + ", " + call.rule.declaredAt.file + ":" + call.rule.declaredAt.line : "default policy";
  const shares = call.shares.map((share) =>
    [share.route === undefined ? "" : "route " + share.route, share.subset ?? "", share.percent === undefined ? "failover" : share.percent + " %"].filter(Boolean).join(" "));
  return element("li", other + ": " + call.standing, [element("br"), element("small", by + (shares.length ? " (" + [...new Set(shares)].join(", ") + ")" : ""))]);
}
function choose(name) {
  chosen = boxes.has(name) ? name : undefined;
  name = chosen;
  const near = new Set([name]);
  for (const line of lines) {
    const isNear = line.dataset.from === name || line.dataset.to === name;
    line.classList.toggle("near", isNear);
    if (isNear) { near.add(line.dataset.from); near.add(line.dataset.to); }
  }
  for (const [service, box] of boxes) { box.classList.toggle("near", near.has(service)); box.classList.toggle("chosen", service === name); }
  svg.classList.toggle("choosing", name !== undefined);
  const service = services.find((candidate) => candidate.name === name);
  if (!service) return aside.replaceChildren(element("p", "Choose a service to see whom it calls, who calls it, and which rule decides."));
  const list = (title, items) => [element("h2", title), element("ul", undefined, items.length ? items : [element("li", "nobody")])];
  aside.replaceChildren(
    element("h2", service.name), element("p", service.protocol + ", instances: " + service.instances + ", " + service.declaredAt.file + ":" + service.declaredAt.line),
    ...list("It calls", calls.filter((call) => call.from === name).map((call) => told(call, call.to))),
    ...list("It is called by", calls.filter((call) => call.to === name).map((call) => told(call, call.from))));
}
for (const [name, box] of boxes) {
  box.setAttribute("tabindex", "0");
  box.addEventListener("click", () => choose(chosen === name ? undefined : name));
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(name); });
}
document.querySelector("input[type=search]").addEventListener("input", (event) => {
  const text = event.target.value.trim();
  const found = text && (boxes.has(text) ? text : services.map(({ name }) => name).find((name) => name.includes(text)));
  choose(found || undefined);
});
for (const box of document.querySelectorAll("[data-standing]"))
  box.addEventListener("change", () => { for (const line of svg.querySelectorAll("#calls ." + box.dataset.standing)) line.classList.toggle("hidden", !box.checked); });
document.getElementById("fit").addEventListener("click", fit);
addEventListener("resize", fit);
addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1)) || undefined));
fit();
if (location.hash) choose(decodeURIComponent(location.hash.slice(1)));
`.trim();
