import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import { chainTargets } from "../discovery-chain.ts";
import { inPostorder } from "../link/depth-first.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";

/** So many attempts at one service for a single request turn a short fault into an overload. */
const maxAttempts = 10;

export const retriesMultiplyPages: readonly ErrorPage[] = [
  {
    code: graphCodes.retriesMultiply,
    title: "Retries that multiply along a chain of calls",
    meaning:
      "Where a service that is tried again calls another one that is tried again, the attempts multiply: three attempts at the first, each with four at the second, are twelve at the second. When that is down, it comes back to a multiple of its load. More than ten attempts are warned of.",
    wrong: `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  upstream "db" { local_bind_port = 9002 }
}

service "db" {
  port     = 9091
  protocol = "http"
}

router "api" {
  route {
    destination {
      num_retries = 2
      retry_on    = ["5xx"]
    }
  }
}

router "db" {
  route {
    destination {
      num_retries = 3
      retry_on    = ["5xx"]
    }
  }
}`,
    right: `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  upstream "db" { local_bind_port = 9002 }
}

service "db" {
  port     = 9091
  protocol = "http"
}

router "db" {
  route {
    destination {
      num_retries = 3
      retry_on    = ["5xx"]
    }
  }
}`,
    wayOut:
      "Try again in one place only, the nearest to the fault, or less often. `connect-failure` and `refused-stream` are safe conditions: no work has been done yet.",
  },
];

/** How often a call is attempted at most, and where that was given. */
interface Attempts {
  readonly count: number;
  readonly range: SourceRange | undefined;
}

/** The most attempts at anything below a call, itself included, and by way of whom. */
interface Multiplied {
  readonly product: number;
  readonly next: string | undefined;
}

/**
 * The attempts at a service must not multiply beyond a bound along any chain of calls. Calls in a circle count once: how
 * often they go round, no document says.
 */
export const retriesMultiply: GraphCheck = (input) => {
  const { graph } = input;
  const attempts = new Map([...graph.chains.keys()].map((name) => [name, attemptsAt(name, input)] as const));
  const repeating = [...attempts.values()].filter(({ count }) => count > 1);
  // It takes two to multiply: most meshes end here, and their chains of calls need not be walked.
  if (repeating.length < 2 && repeating.every(({ count }) => count <= maxAttempts)) return [];
  const callees = new Map([...graph.chains.keys()].map((name) => [name, calleesOf(name, input)] as const));
  const edgesOf = (name: string): readonly { readonly to: string }[] =>
    (callees.get(name) ?? []).map((to) => ({ to }));
  const called = new Set(
    [...graph.services.values()].flatMap(({ upstreams }) => upstreams.map(({ destination }) => destination)),
  );
  const multiplied = new Map<string, Multiplied>();
  return inPostorder(called, edgesOf).flatMap((name) => {
    const own = attempts.get(name);
    if (!own) return [];
    const below = most(callees.get(name) ?? [], multiplied);
    const product = own.count * below.product;
    multiplied.set(name, { product, next: below.next });
    if (product <= maxAttempts || below.product > maxAttempts || below.product === 1 || !own.range) return [];
    const way = wayFrom(name, multiplied).filter((step) => (attempts.get(step)?.count ?? 1) > 1);
    const factors = way.map((step) => `${attempts.get(step)?.count ?? 1} at "${step}"`);
    return warning({
      code: graphCodes.retriesMultiply,
      summary: `Retries multiply to ${product} attempts`,
      detail: `One request can lead to ${product} attempts at "${way.at(-1) ?? name}": ${factors.join(", times ")}. Try again in one place only, or less often.`,
      subject: own.range,
      related: way.slice(1).flatMap((step) => {
        const range = attempts.get(step)?.range;
        return range ? [{ message: `"${step}" is tried again here.`, range }] : [];
      }),
    });
  });
};

function attemptsAt(name: string, { graph, index }: CheckInput): Attempts {
  const router = index.routers.get(name);
  const retries = (graph.chains.get(name)?.routes ?? []).map(({ retry }) =>
    retry ? (retry.retries ?? 1) : 0,
  );
  const worst = Math.max(0, ...retries);
  if (worst === 0 || !router) return { count: 1, range: undefined };
  const position = retries.indexOf(worst);
  return { count: 1 + worst, range: router.rangeAt("routes", position, "destination", "num_retries") };
}

/** Whom the services call that a call for this name can end at. */
function calleesOf(name: string, { graph }: CheckInput): readonly string[] {
  const chain = graph.chains.get(name);
  const reached = new Set(chain ? chainTargets(chain).map(({ service }) => service) : []);
  const upstreams = [...reached].flatMap((service) => graph.services.get(service)?.upstreams ?? []);
  return [...new Set(upstreams.map(({ destination }) => destination))];
}

function most(names: readonly string[], multiplied: ReadonlyMap<string, Multiplied>): Multiplied {
  let found: Multiplied = { product: 1, next: undefined };
  for (const name of names) {
    const product = multiplied.get(name)?.product ?? 1;
    if (product > found.product) found = { product, next: name };
  }
  return found;
}

function wayFrom(name: string, multiplied: ReadonlyMap<string, Multiplied>): readonly string[] {
  const way: string[] = [];
  for (let step: string | undefined = name; step !== undefined; step = multiplied.get(step)?.next)
    way.push(step);
  return way;
}
