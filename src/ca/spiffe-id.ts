/** Who a workload is. `path` begins with a slash and is never empty; an id without a path names the trust domain itself. */
export interface SpiffeId {
  readonly trustDomain: string;
  readonly path: string;
}

/** Limits and alphabet: SPIFFE-ID specification, sections 2.1 to 2.4. */
const longestTrustDomain = 255;
const longestId = 2048;
const trustDomainPattern = /^[a-z0-9._-]+$/;
const segmentPattern = /^[A-Za-z0-9._-]+$/;

export function isTrustDomain(text: string): boolean {
  return text.length <= longestTrustDomain && trustDomainPattern.test(text);
}

/** A workload's id; undefined for anything else, the bare id of a trust domain included. */
export function parseSpiffeId(text: string): SpiffeId | undefined {
  if (text.length > longestId || !text.startsWith("spiffe://")) return undefined;
  const [trustDomain = "", ...segments] = text.slice("spiffe://".length).split("/");
  if (!isTrustDomain(trustDomain) || segments.length === 0 || !segments.every(isSegment)) return undefined;
  return { trustDomain, path: `/${segments.join("/")}` };
}

/** The id of the trust domain itself, which only its authorities carry. */
export function trustDomainId(trustDomain: string): string {
  return `spiffe://${trustDomain}`;
}

function isSegment(text: string): boolean {
  return segmentPattern.test(text) && text !== "." && text !== "..";
}
