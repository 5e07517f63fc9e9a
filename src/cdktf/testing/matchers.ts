import type { MeshRequest } from "../../evaluate/evaluation.ts";
import { Mesh } from "../mesh.ts";
import type { MeshCompilation } from "../mesh-compilation.ts";
import { serviceNameOf } from "../service-name.ts";
import type { ServiceName } from "../service-name.ts";
import { MeshTraffic } from "./mesh-traffic.ts";

/** A mesh, with the defaults of its stack's variables; or what `mesh.compile({ … })` made of it with other values. */
export type TestedMesh = Mesh | MeshCompilation;

/** A method and a path, such as `GET /v1`, a path alone, or more of a request. */
export type TestedRequest = string | MeshRequest;

/** What Jest wants of a matcher. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for Jest and what is like it: `expect.extend(meshMatchers)`. */
export const meshMatchers = {
  /** The compiler finds nothing wrong with the mesh. */
  toCompile(tested: TestedMesh): MatcherResult {
    const mistakes = mistakesOf(compiled(tested));
    return mistakes.length === 0
      ? { pass: true, message: () => "The mesh compiles, and was expected not to." }
      : { pass: false, message: () => ["The mesh does not compile:", ...mistakes].join("\n  ") };
  },

  /** The destination's application gets every such request of the caller. */
  toAllow(
    tested: TestedMesh,
    ...question: readonly [ServiceName, ServiceName, TestedRequest]
  ): MatcherResult {
    const [caller, destination, request] = question;
    const from = serviceNameOf(caller);
    const to = serviceNameOf(destination);
    const compilation = compiled(tested);
    const title = `${from} to ${to}, ${requestText(request)}`;
    return withTraffic(compilation, (traffic) => {
      const evaluation = traffic.ask(from, to, requestOf(request));
      if (!evaluation) throw undeclared(from);
      if (evaluation.listener === undefined && !traffic.declares(to)) throw undeclared(to);
      if (evaluation.listener === undefined)
        return { pass: false, message: () => `"${from}" has no upstream "${to}": connect the two.` };
      const shares = new Map<string, number>();
      for (const way of evaluation.ways) {
        const range = traffic.decisionOf(way);
        const place = range && compilation.placeOf(range);
        const end = `${way.verdict} (${way.details})${place === undefined ? "" : ` ${place}`}`;
        shares.set(end, (shares.get(end) ?? 0) + way.share);
      }
      const ways = [...shares].map(([end, share]) => `${percent(share)}: ${end}`);
      return {
        pass: evaluation.verdict === "allowed",
        message: () => [`${title}: ${evaluation.verdict}`, ...ways].join("\n  "),
      };
    });
  },

  /** The requests for the service go to its subsets in these parts of a hundred, and nowhere else. */
  toSplit(tested: TestedMesh, service: ServiceName, shares: Readonly<Record<string, number>>): MatcherResult {
    const name = serviceNameOf(service);
    return withTraffic(compiled(tested), (traffic) => {
      const [caller] = traffic.callersOf(name);
      if (caller === undefined)
        return {
          pass: false,
          message: () => `Nobody has an upstream "${name}" whose requests could be split.`,
        };
      const found = traffic.sharesOf(caller, name) ?? new Map<string, number>();
      const expected = Object.entries(shares).filter(([, share]) => share !== 0);
      const isSame =
        found.size === expected.length && expected.every(([subset, share]) => found.get(subset) === share);
      return {
        pass: isSame,
        message: () =>
          `The requests of ${caller} for ${name} go to ${sharesText(found)}; expected ${isSame ? "another split than" : ""} ${sharesText(new Map(expected))}.`.replace(
            / {2}/g,
            " ",
          ),
      };
    });
  },
};

/** A misspelt name meets no expectation, nor its contrary. */
function undeclared(service: string): Error {
  return new Error(`No constructs or documents declare "${service}".`);
}

function compiled(tested: TestedMesh): MeshCompilation {
  return tested instanceof Mesh ? tested.compile({}) : tested;
}

function mistakesOf({ findings }: MeshCompilation): readonly string[] {
  return findings.flatMap(({ severity, text }) => (severity === "error" ? [text] : []));
}

/** A mesh that does not compile, or of which something is not known, meets no expectation: nor its contrary. */
function withTraffic(
  compilation: MeshCompilation,
  judge: (traffic: MeshTraffic) => MatcherResult,
): MatcherResult {
  const mistakes = mistakesOf(compilation);
  if (!compilation.mesh) throw new Error(["The mesh does not compile:", ...mistakes].join("\n  "));
  if (compilation.unknown.length > 0)
    throw new Error(
      `Only Terraform knows ${compilation.unknown.join(", ")}. Give what these depend on: expect(mesh.compile({ name: value })).`,
    );
  return judge(new MeshTraffic(compilation.mesh));
}

function requestOf(request: TestedRequest): MeshRequest {
  if (typeof request !== "string") return request;
  const [first = "", path] = request.trim().split(/\s+/);
  return path === undefined ? { path: first } : { method: first, path };
}

function requestText(request: TestedRequest): string {
  const { method = "GET", path = "/" } = requestOf(request);
  return `${method} ${path}`;
}

function sharesText(shares: ReadonlyMap<string, number>): string {
  return [...shares].map(([subset, share]) => `${subset} ${share} %`).join(", ") || "nothing";
}

function percent(share: number): string {
  return `${Math.round(share * 100_000) / 1000} %`;
}
