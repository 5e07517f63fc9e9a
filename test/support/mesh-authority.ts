import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeAuthorityState } from "../../src/ca/authority-state.ts";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import type { TestSite } from "./test-site.ts";

export const trustDomain = "mesh.internal";

/** The authority of the agent that runs at a site, its keys included: what a test needs to make valid certificates. */
export function authorityOf(site: TestSite): AuthorityState {
  const path = join(site.stateFolder, `authority-${trustDomain}.json`);
  return decodeAuthorityState(JSON.parse(readFileSync(path, "utf8")));
}

/** The identity that design and documents promise a service of the example. */
export function spiffeIdOf(service: string, domain = trustDomain): string {
  return `spiffe://${domain}/ns/default/dc/dc1/svc/${service}`;
}
