import type { PicturedCall, PicturedShare } from "./mesh-picture.ts";

/** What stands beside a call's line: its shares where there is more to say than that everything goes there. */
export function callLabel({ to, shares }: PicturedCall): string {
  const told = shares.filter((share) => !isWhole(share, to)).map((share) => shareText(share, to));
  return [...new Set(told)].join(", ");
}

/** The plain case, of which nothing needs saying: all requests of the upstream of that name. */
function isWhole({ upstream, route, subset, percent }: PicturedShare, to: string): boolean {
  return upstream === to && route === undefined && subset === undefined && percent === 100;
}

function shareText({ upstream, route, subset, percent }: PicturedShare, to: string): string {
  return [
    ...(upstream === to ? [] : [`as ${upstream}`]),
    ...(route === undefined ? [] : [`route ${route}`]),
    ...(subset === undefined ? [] : [subset]),
    percent === undefined ? "failover" : `${percent} %`,
  ].join(" ");
}
