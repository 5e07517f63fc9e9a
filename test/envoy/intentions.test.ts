/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import { CountingMesh, countingPath } from "../support/counting-mesh.ts";
import { NoAnswer, request } from "../support/http-request.ts";
import type { RequestOptions } from "../support/http-request.ts";
import { authorityOf, spiffeIdOf, trustDomain } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  // All requests go to v1, whose sidecar's log is read.
  mesh = await CountingMesh.start(site, { variables: { v2_percent: "0" } });
});

afterAll(() => site.dispose());

describe("1. dashboard may GET /service/counting/ through its upstream, and nothing else", () => {
  const permissionDenied = "counting/dashboard#default-deny";

  interface Row {
    readonly name: string;
    readonly method: string;
    readonly path: string;
    /** The rule that refuses; absent where the request is allowed. */
    readonly deniedBy?: string;
  }

  const rows: readonly Row[] = [
    { name: "what the permission names", method: "GET", path: countingPath },
    { name: "a query, which is no part of the path", method: "GET", path: `${countingPath}?x` },
    {
      name: "a query that looks like a hidden slash",
      method: "GET",
      path: `${countingPath}?next=a%2Fb`,
    },
    { name: "repeated slashes, which are one", method: "GET", path: "//service//counting/" },
    { name: "a detour, which is gone before it is judged", method: "GET", path: "/x/../service/counting/" },
    { name: "another method", method: "POST", path: countingPath, deniedBy: permissionDenied },
    { name: "a method of any name", method: "HEAD", path: countingPath, deniedBy: permissionDenied },
    { name: "another path of the application", method: "GET", path: "/health", deniedBy: permissionDenied },
    {
      name: "the path without its last slash",
      method: "GET",
      path: "/service/counting",
      deniedBy: permissionDenied,
    },
    { name: "a path below it", method: "GET", path: `${countingPath}more`, deniedBy: permissionDenied },
    {
      name: "a detour that leaves it",
      method: "GET",
      path: `${countingPath}../counting/../../health`,
      deniedBy: permissionDenied,
    },
    {
      name: "a query that names it",
      method: "GET",
      path: `/health?${countingPath}`,
      deniedBy: permissionDenied,
    },
    {
      name: "a parameter of the path",
      method: "GET",
      path: "/service/counting/;x",
      deniedBy: permissionDenied,
    },
    { name: "upper case", method: "GET", path: "/SERVICE/COUNTING/", deniedBy: permissionDenied },
    {
      name: "an escaped slash at its end",
      method: "GET",
      path: "/service/counting%2F",
      deniedBy: "escaped-slash",
    },
    {
      name: "an escaped slash within",
      method: "GET",
      path: "/service%2fcounting/",
      deniedBy: "escaped-slash",
    },
    { name: "an escaped backslash", method: "GET", path: "/service%5Ccounting/", deniedBy: "escaped-slash" },
  ];

  test.each(rows)("$name: $method $path", async ({ method, path, deniedBy }) => {
    const sidecar = mesh.sidecars.get("counting-v1");
    const logged = sidecar?.stdout.length ?? 0;
    const { status, body } = await request({ port: mesh.ports.upstream, method, path });
    if (deniedBy === undefined) {
      expect({ status, version: (JSON.parse(body) as { version: string }).version }).toEqual({
        status: 200,
        version: "v1",
      });
      return;
    }
    expect(status).toBe(403);
    // An answer to HEAD has no body.
    if (method !== "HEAD") expect(body).toBe("RBAC: access denied");
    const line = await until("counting's sidecar has logged the denial", () =>
      sidecar?.stdout.slice(logged).trim(),
    );
    expect(JSON.parse(line)).toMatchObject({
      status: 403,
      method,
      caller: spiffeIdOf("dashboard"),
      details: `rbac_access_denied_matched_policy[${deniedBy}]`,
    });
  });
});

describe("1. Who comes to counting's port past the mesh gets nowhere", () => {
  type Verdict =
    | { readonly kind: "answered"; readonly status: number; readonly body: string }
    /** Not one byte of an answer; the reason is the sidecar's, as far as it gives one. */
    | { readonly kind: "cut-off"; readonly reason: string };

  interface Row {
    readonly name: string;
    readonly tls: () => Promise<RequestOptions["tls"]>;
    readonly verdict: Verdict;
  }

  const cutOff = (reason: string): Verdict => ({
    kind: "cut-off",
    reason: expect.stringContaining(reason) as unknown as string,
  });
  const denied: Verdict = { kind: "answered", status: 403, body: "RBAC: access denied" };

  const rows: readonly Row[] = [
    { name: "in clear", tls: () => Promise.resolve(undefined), verdict: cutOff("socket hang up") },
    {
      name: "without a certificate",
      tls: () => Promise.resolve({ ca: meshRoot() }),
      verdict: cutOff("certificate required"),
    },
    {
      name: "with a certificate of another trust domain's authority",
      tls: () => foreignCertificate("elsewhere.internal"),
      verdict: cutOff("unknown ca"),
    },
    {
      name: "with dashboard's id, signed by a foreign authority of the same name",
      tls: () => foreignCertificate(trustDomain),
      verdict: cutOff("unknown ca"),
    },
    {
      name: "with an expired certificate of dashboard",
      tls: () => certificateOf("dashboard", { ttlMs: 1_000, clock: { now: () => Date.now() - 30_000 } }),
      verdict: cutOff("certificate expired"),
    },
    {
      name: "with a valid certificate of a service that has no intention",
      tls: () => certificateOf("stranger"),
      verdict: denied,
    },
    {
      name: "with a valid certificate of counting itself",
      tls: () => certificateOf("counting"),
      verdict: denied,
    },
  ];

  test.each(rows)("$name", async ({ tls, verdict }) => {
    const before = await directCount();
    expect(await judge(await tls())).toEqual(verdict);
    // The application has seen nobody but this test meanwhile.
    expect(await directCount()).toBe(before + 1);
  });

  test("with dashboard's own certificate it is answered: the refusals above are about identity alone", async () => {
    expect(await judge(await certificateOf("dashboard"))).toMatchObject({ kind: "answered", status: 200 });
  });

  async function judge(tls: RequestOptions["tls"]): Promise<Verdict> {
    const options = { port: mesh.ports.countingV1Sidecar, path: countingPath, ...(tls && { tls }) };
    try {
      const { status, body } = await request(options);
      return { kind: "answered", status, body };
    } catch (cause) {
      if (!(cause instanceof NoAnswer)) throw cause;
      return { kind: "cut-off", reason: cause.message };
    }
  }

  function meshRoot(): string {
    return authorityOf(site).root.certificatePem;
  }

  async function certificateOf(
    service: string,
    options: Parameters<typeof mintLeaf>[2] = {},
  ): Promise<RequestOptions["tls"]> {
    const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf(service), options);
    return { cert, key, ca };
  }

  /** It trusts the mesh's real root, so that only the sidecar can be the one to refuse. */
  async function foreignCertificate(domain: string): Promise<RequestOptions["tls"]> {
    const foreign = await createForeignAuthority(domain);
    const { cert, key } = await mintLeaf(foreign, spiffeIdOf("dashboard", domain));
    return { cert, key, ca: meshRoot() };
  }

  /** The application's own counter, one higher with every request that reaches it. */
  async function directCount(): Promise<number> {
    const { body } = await request({ port: mesh.ports.countingV1, path: countingPath });
    return (JSON.parse(body) as { count: number }).count;
  }
});
