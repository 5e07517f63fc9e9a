import type { MeshRequest } from "../../../src/evaluate/evaluation.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** A request that some of the random conditions match, and some dodges of paths among them. */
export function randomRequest(
  random: SeededRandom,
  { clusters, tokens }: { readonly clusters: readonly string[]; readonly tokens: readonly string[] },
): MeshRequest {
  const query = random.pick(["", "", "", "?q=1", "?q", "?full=abc&q=2", "?a=/v1/", "?x=..%2f../", "?"]);
  const token = random.chance(0.6) ? random.pickAny([...tokens, "no.token", "e30.e30.e30"]) : undefined;
  const cluster = random.chance(0.1) ? random.pickAny(clusters) : undefined;
  const place = random.pick(["bearer", "x-token", "query"]);
  const host = random.pick([
    undefined,
    undefined,
    undefined,
    "api.internal",
    "x.API.internal",
    "api.eu",
    "api",
  ]);
  return {
    method: random.pick(["GET", "GET", "GET", "POST", "PUT", "DELETE"]),
    path: random.pick(paths) + withToken(query, place === "query" ? token : undefined),
    ...(host !== undefined && { host }),
    headers: [
      ...headerNames.flatMap((name): readonly (readonly [string, string])[] =>
        random.chance(0.5) ? [[name, random.pick(headerValues)]] : [],
      ),
      ...(random.chance(0.1) ? [["x-a", "2"] as const] : []),
      ...(random.chance(0.05) ? [["content-type", "application/grpc"] as const] : []),
      ...(random.chance(0.05) ? [["x_under", "1"] as const] : []),
      ...(token !== undefined && place === "bearer" ? [["authorization", `Bearer ${token}`] as const] : []),
      ...(token !== undefined && place === "x-token" ? [["x-token", token] as const] : []),
      ...(cluster === undefined ? [] : [["x-cluster", cluster] as const]),
    ],
  };
}

function withToken(query: string, token: string | undefined): string {
  return token === undefined ? query : `${query}${query === "" ? "?" : "&"}token=${token}`;
}

/** The headers whose values random configurations read and write. */
export const headerNames = ["x-a", "x-b", "x-c"] as const;

const headerValues = ["1", "2", "Abc", "abc", "a", "b", "bbc", "3", "100%"] as const;

const paths = [
  "/",
  "/a",
  "/A/b",
  "/a/b",
  "/b",
  "/v1",
  "/v1/",
  "/v1/orders",
  "/v1/orders/17",
  "/V1/orders",
  "/v22/x",
  "/v1x",
  "//v1//orders",
  "/x/../v1/orders",
  "/v1/./orders",
  "/v1/orders/..",
  "/v1/%6frders",
  "/v1%2Forders",
  "/v1/..%2fa",
  "/v1/%2e%2e/a",
  "/v1\\orders",
  "/v1/orders;x",
  "/a..b/.c",
  "/%zz/%",
  '/a/{b}|^`"<>',
  "/aeiou/xx",
  "/v1/orders%5c..%5Ca",
  "/~user/-_.!$&'()*+,;=:@",
  "/%7Euser/%21%2A",
  "/..",
  "//",
  "/a/...",
  "/[x]/%5Bx%5D",
] as const;
