import { writeFileSync } from "node:fs";
import * as http from "node:http";
import { join } from "node:path";
import type { Evaluation, MeshRequest } from "../../../src/evaluate/evaluation.ts";
import { createForeignAuthority, mintLeaf } from "../certificates.ts";
import type { TestIdentity } from "../certificates.ts";
import type { ChildProgram } from "../child-program.ts";
import { askEnvoy } from "../envoy-admin.ts";
import { envoyPath } from "../envoy-binary.ts";
import { trustDomain } from "../mesh-authority.ts";
import type { TestSite } from "../test-site.ts";
import { Hopeless, until } from "../until.ts";
import { startEchoServers } from "./echo-servers.ts";
import type { Echo } from "./echo-servers.ts";
import { mergedBootstrap } from "./merged-bootstrap.ts";
import type { MergedProxy } from "./merged-bootstrap.ts";
import type { LogLine, Observed } from "./observed.ts";
import type { RandomSite } from "./random-site.ts";

const requestsAtOnce = 16;

/** A request that is to be sent, and what is said of it. */
export interface Asked {
  readonly site: RandomSite;
  /** The caller's proxy. */
  readonly from: string;
  readonly destination: string;
  /** Where the caller's proxy listens for it. */
  readonly port: number;
  readonly request: MeshRequest;
  /** Tells it from every other one in the log. */
  readonly probe: string;
  readonly evaluation: Evaluation;
}

/** The proxies of several meshes as one real Envoy, with applications that answer what they saw. */
export class RealProxies {
  readonly #envoy: ChildProgram;
  readonly #applications: { close(): Promise<void> };

  private constructor(envoy: ChildProgram, applications: { close(): Promise<void> }) {
    this.#envoy = envoy;
    this.#applications = applications;
  }

  /** Returns when Envoy serves. */
  static async start(testSite: TestSite, sites: readonly RandomSite[]): Promise<RealProxies> {
    const applications = await startEchoServers(sites.flatMap((site) => site.applications));
    try {
      return new RealProxies(await startEnvoy(testSite, sites), applications);
    } catch (cause) {
      await applications.close();
      throw cause;
    }
  }

  /** Sends every request, and tells what became of each, by probe. */
  async observe(all: readonly Asked[]): Promise<ReadonlyMap<string, Observed>> {
    const replies = new Map<string, Reply>();
    const waiting = [...all];
    const worker = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) replies.set(next.probe, await send(next));
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, worker));
    const logged = all.filter(isLogged);
    const lines = await until("every request is logged", () => {
      const found = logLines(this.#envoy.stdout);
      return logged.every(({ probe }) => found.has(probe)) && found;
    });
    return new Map(all.map((one) => [one.probe, observed(one, { replies, lines })]));
  }

  /** Ends the applications; Envoy ends with its site. */
  async close(): Promise<void> {
    await this.#applications.close();
  }
}

/** Before the names of what belongs to one proxy. */
export function prefixOf({ seed }: RandomSite, proxyId: string): string {
  return `${seed}/${proxyId}/`;
}

/** What the codec refuses is logged before the header is read that tells which request it was. */
function isLogged({ evaluation }: Asked): boolean {
  return evaluation.ways.every(
    ({ outbound, inbound, details }) =>
      outbound.protocol === "http" && (inbound !== undefined || !details.startsWith("http1.")),
  );
}

function observed(
  { probe, site, from }: Asked,
  {
    replies,
    lines,
  }: {
    readonly replies: ReadonlyMap<string, Reply>;
    readonly lines: ReadonlyMap<string, readonly LogLine[]>;
  },
): Observed {
  const outbound = `${prefixOf(site, from)}outbound~`;
  const mine = lines.get(probe) ?? [];
  return {
    ...(replies.get(probe) ?? noReply),
    outbound: mine.find(({ listener }) => listener.startsWith(outbound)),
    inbound: mine.find(({ listener }) => listener.includes("/inbound~")),
  };
}

type Reply = Pick<Observed, "status" | "location" | "echo">;

/** A connection that was closed without an answer. */
const noReply: Reply = { status: 0, location: undefined, echo: undefined };

async function startEnvoy(testSite: TestSite, sites: readonly RandomSite[]): Promise<ChildProgram> {
  const authority = await createForeignAuthority(trustDomain);
  const identities = new Map<string, TestIdentity>();
  for (const spiffeId of new Set(sites.flatMap(({ proxies }) => proxies.map((proxy) => proxy.spiffeId))))
    identities.set(spiffeId, await mintLeaf(authority, spiffeId));
  const merged = sites.flatMap((site) =>
    site.proxies.flatMap((proxy): readonly MergedProxy[] => {
      const identity = identities.get(proxy.spiffeId);
      const endpoints = proxy.viewKeys.flatMap((key) => site.endpoints.get(key) ?? []);
      return identity ? [{ prefix: prefixOf(site, proxy.id), proxy, endpoints, identity }] : [];
    }),
  );
  const adminSocket = join(testSite.folder, "admin.sock");
  const path = join(testSite.folder, "bootstrap.json");
  writeFileSync(path, JSON.stringify(mergedBootstrap(merged, adminSocket)));
  const program = testSite.start({
    name: "envoy",
    command: await envoyPath(),
    args: [
      ...["--config-path", path, "--disable-hot-restart", "--log-level", "error", "--concurrency", "1"],
      ...["--file-flush-interval-msec", "50"],
    ],
  });
  await until(
    "Envoy is ready",
    async () => {
      // It repeats the whole of a configuration that it refuses.
      if (program.hasEnded)
        throw new Hopeless(`${program.stderr.slice(0, 800)} … ${program.stderr.slice(-800)}`);
      return (await askEnvoy(adminSocket, "/ready")).startsWith("LIVE");
    },
    { timeoutMs: 60_000 },
  );
  return program;
}

function logLines(output: string): ReadonlyMap<string, readonly LogLine[]> {
  const lines = new Map<string, LogLine[]>();
  for (const text of output.split("\n")) {
    if (!text.startsWith("{") || !text.endsWith("}")) continue;
    const line = JSON.parse(text) as LogLine;
    lines.set(line.probe, [...(lines.get(line.probe) ?? []), line]);
  }
  return lines;
}

function send({ site, from, port, request, probe }: Asked): Promise<Reply> {
  const { method, path, host } = request;
  // The Envoy of all proxies knows a cluster by a longer name.
  const headers = (request.headers ?? []).map(
    ([name, value]) => [name, name === "x-cluster" ? prefixOf(site, from) + value : value] as const,
  );
  return new Promise((resolve) => {
    const fail = (): void => resolve(noReply);
    const sent = http.request({
      host: "127.0.0.1",
      port,
      agent: false,
      timeout: 10_000,
      ...(method !== undefined && { method }),
      ...(path !== undefined && { path }),
      headers: { ...headerLists([...headers, ["x-probe", probe]]), host: host ?? `127.0.0.1:${port}` },
    });
    sent.once("timeout", () => sent.destroy());
    sent.once("error", fail);
    sent.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.once("error", fail);
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          echo: body.startsWith("{") ? (JSON.parse(body) as Echo) : undefined,
        }),
      );
    });
    sent.end();
  });
}

function headerLists(pairs: readonly (readonly [string, string])[]): http.OutgoingHttpHeaders {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of pairs) (lists[name] ??= []).push(value);
  return lists;
}
