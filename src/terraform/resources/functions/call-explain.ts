import { toReachabilityOutcome } from "../../../client/api-reachability.ts";
import type { ApiMeshRequest } from "../../../client/api-types.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import { reachability } from "../../../evaluate/explain/reachability.ts";
import type { FunctionResult } from "../../framework/provider.ts";
import { isTyped } from "../../wire/value/cty-value.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import { requestOf } from "../data/reachability-source.ts";
import { dynamicMembers } from "../language-value.ts";
import { shownReachability } from "../shown-reachability.ts";
import { compileArguments, firstMistake } from "./call-functions.ts";

/** What `explain` returns. */
export function callExplain(args: readonly CtyValue[]): FunctionResult {
  const compiled = compileArguments(args);
  const mistake = firstMistake(compiled);
  if (mistake) return mistake;
  const { mesh } = compiled.compilation;
  if (!mesh) throw new Error("documents without a mistake have no mesh");
  const [source, destination] = [args[2], args[3]].map((name) => (typeof name === "string" ? name : ""));
  const request = toRequest(args[4]);
  if (request === "malformed") return { kind: "error", text: malformedRequest, argument: 4 };
  const found = reachability(mesh, { source: source ?? "", destination: destination ?? "", request });
  const outcome = toReachabilityOutcome(found, mesh.secrets);
  if (outcome.kind === "known")
    return { kind: "value", value: new Map(Object.entries(shownReachability(outcome))) };
  const { name, known } = outcome;
  const text = `The documents declare no service "${name}".${didYouMean(name, known)}`;
  return { kind: "error", text, argument: name === destination ? 3 : 2 };
}

const malformedRequest =
  'A request is written "GET /v1", or as an object: { method = "GET", path = "/v1", headers = { x-user = "1" } }.';

/** Undefined: none is given. */
function toRequest(given: CtyValue | undefined): ApiMeshRequest | undefined | "malformed" {
  const value = isTyped(given) ? given.value : given;
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") {
    const [, method, path] = /^(?:([A-Z]+) )?(\/\S*)$/.exec(value) ?? [];
    return path === undefined ? "malformed" : { ...(method !== undefined && { method }), path };
  }
  const members = dynamicMembers(given);
  const isKnown = [...members.keys()].every((name) => requestMembers.has(name));
  return (isKnown && requestOf(members)) || "malformed";
}

const requestMembers: ReadonlySet<string> = new Set(["method", "path", "host", "headers"]);
