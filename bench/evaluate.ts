import { compile } from "../src/compile.ts";
import { renderEndpoints } from "../src/envoy/render-proxy.ts";
import { evaluatedProxies } from "../src/evaluate/evaluated-proxies.ts";
import type { Question, Verdict } from "../src/evaluate/evaluation.ts";
import { Evaluator } from "../src/evaluate/evaluator.ts";
import { largeMesh } from "./large-mesh.ts";
import { quantile } from "./statistics.ts";

/** What a question about a mesh of a hundred services costs. */
export interface EvaluateResult {
  /** Warm, one after the other, every question different from the last. */
  readonly evaluations_per_s: number;
  /** From compiled resources to the first answer about every proxy. */
  readonly prepare_s: number;
  /** How the questions were answered, so that one sees that both answers were worked for. */
  readonly verdicts: Readonly<Partial<Record<Verdict | "mixed", number>>>;
}

const services = 100;
const batch = 20_000;
const runs = 11;
/** Until the code is compiled. */
const warmUps = 4;

export function run(report: (line: string) => void): EvaluateResult {
  const { mesh } = compile([
    { files: [{ filename: "mesh.hcl", text: largeMesh(services) }], variables: new Map() },
  ]);
  if (!mesh) throw new Error("the mesh of the benchmark has mistakes");
  const proxies = evaluatedProxies(mesh.proxies, renderEndpoints(mesh.graph, { healthOf: () => "passing" }));
  const questions = [...mesh.proxies].flatMap(({ id, service }) =>
    (mesh.graph.services.get(service)?.upstreams ?? []).flatMap(({ destination }) =>
      paths.map((path, index): Question => ({
        from: id,
        to: { destination },
        request: { path, method: index % 2 === 0 ? "GET" : "POST", headers: [["x-user", `${index}`]] },
      })),
    ),
  );
  const prepareStart = performance.now();
  const evaluator = new Evaluator(proxies);
  const verdicts: Partial<Record<Verdict | "mixed", number>> = {};
  for (const question of questions) {
    const { verdict } = evaluator.evaluate(question);
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  const prepareS = (performance.now() - prepareStart) / 1000;
  report(`${questions.length} different questions about ${services} services, the first time: ${prepareS} s`);
  const rates = Array.from({ length: warmUps + runs }, () => {
    const start = performance.now();
    for (let index = 0; index < batch; index += 1) {
      const question = questions[index % questions.length];
      if (question) evaluator.evaluate(question);
    }
    const rate = batch / ((performance.now() - start) / 1000);
    report(`${Math.round(rate)} evaluations/s`);
    return rate;
  });
  return {
    evaluations_per_s: Math.round(quantile(rates.slice(warmUps), 0.5)),
    prepare_s: prepareS,
    verdicts,
  };
}

const paths = [
  "/api/orders",
  "/api/orders/17?full=1",
  "/health",
  "/a/../api/users",
  "//api/x",
  "/",
  "/api/%7Eme",
];
