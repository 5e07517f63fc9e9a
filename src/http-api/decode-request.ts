import type {
  ApiCheckReport,
  ApiDocument,
  ApiFile,
  ApiJson,
  ApiVariable,
  ApiMeshRequest,
  ApplyRequest,
  HealthReport,
  PlanQuestion,
  PlanRequest,
  ReachabilityRequest,
} from "../client/api-types.ts";
import { integerAt, listAt, objectAt, oneOfAt, stringAt } from "../platform/json-shape.ts";

/** A request that is not what its route takes; answered with 400 and this text, as is {@link MalformedJson} in its body. */
export class MalformedRequest extends Error {}

export function decodeApplyRequest(body: unknown): ApplyRequest {
  const plan = decodePlanRequest(body);
  const { base_revision: revision, base_set_revision: setRevision } = objectAt(body, "the body");
  if (setRevision === undefined) return { ...plan, base_revision: integerAt(revision, "base_revision") };
  return {
    ...plan,
    base_set_revision: integerAt(setRevision, "base_set_revision"),
    ...(revision !== undefined && { base_revision: integerAt(revision, "base_revision") }),
  };
}

export function decodePlanQuestion(body: unknown): PlanQuestion {
  const { with_traffic: withTraffic } = objectAt(body, "the body");
  return { ...decodePlanRequest(body), ...(withTraffic === true && { with_traffic: true }) };
}

function decodePlanRequest(body: unknown): PlanRequest {
  const fields = objectAt(body, "the body");
  return {
    documents: listAt(fields["documents"], "documents").map(decodeDocument),
    variables: listAt(fields["variables"], "variables").map(decodeVariable),
    ...(fields["files"] !== undefined && { files: listAt(fields["files"], "files").map(decodeFile) }),
  };
}

export function decodeHealthReport(body: unknown): HealthReport {
  const fields = objectAt(body, "the body");
  const leaseMs = integerAt(fields["lease_ms"], "lease_ms");
  if (leaseMs <= 0 || leaseMs > maxLeaseMs)
    throw new MalformedRequest(`lease_ms must lie between 1 and ${maxLeaseMs}.`);
  return { checks: listAt(fields["checks"], "checks").map(decodeCheckReport), lease_ms: leaseMs };
}

const maxLeaseMs = 3_600_000;

export function decodeReachabilityRequest(body: unknown): ReachabilityRequest {
  const fields = objectAt(body, "the body");
  return {
    source: stringAt(fields["source"], "source"),
    destination: stringAt(fields["destination"], "destination"),
    ...(fields["request"] !== undefined && { request: decodeMeshRequest(fields["request"]) }),
  };
}

function decodeMeshRequest(value: unknown): ApiMeshRequest {
  const fields = objectAt(value, "request");
  const { method, path, host, headers } = fields;
  return {
    ...(method !== undefined && { method: stringAt(method, "request.method") }),
    ...(path !== undefined && { path: stringAt(path, "request.path") }),
    ...(host !== undefined && { host: stringAt(host, "request.host") }),
    ...(headers !== undefined && { headers: listAt(headers, "request.headers").map(decodeHeader) }),
  };
}

function decodeHeader(value: unknown, index: number): readonly [name: string, value: string] {
  const at = `request.headers[${index}]`;
  const [name, text, ...more] = listAt(value, at);
  if (more.length > 0) throw new MalformedRequest(`${at} must be a name and a value.`);
  return [stringAt(name, `${at}[0]`), stringAt(text, `${at}[1]`)];
}

function decodeDocument(value: unknown, index: number): ApiDocument {
  const at = `documents[${index}]`;
  const fields = objectAt(value, at);
  const { module } = fields;
  return {
    filename: stringAt(fields["filename"], `${at}.filename`),
    text: stringAt(fields["text"], `${at}.text`),
    ...(module !== undefined && { module: stringAt(module, `${at}.module`) }),
  };
}

function decodeFile(value: unknown, index: number): ApiFile {
  const at = `files[${index}]`;
  const fields = objectAt(value, at);
  const { base64 } = fields;
  return {
    path: stringAt(fields["path"], `${at}.path`),
    filename: stringAt(fields["filename"], `${at}.filename`),
    ...(base64 !== undefined && { base64: stringAt(base64, `${at}.base64`) }),
  };
}

function decodeVariable(value: unknown, index: number): ApiVariable {
  const at = `variables[${index}]`;
  const fields = objectAt(value, at);
  const common = {
    name: stringAt(fields["name"], `${at}.name`),
    origin: stringAt(fields["origin"], `${at}.origin`),
    ...(fields["sensitive"] === true && { sensitive: true as const }),
  };
  if (fields["text"] !== undefined) return { ...common, text: stringAt(fields["text"], `${at}.text`) };
  if (fields["value"] === undefined) throw new MalformedRequest(`${at} has neither text nor value.`);
  return { ...common, value: asJson(fields["value"]) };
}

function decodeCheckReport(value: unknown, index: number): ApiCheckReport {
  const at = `checks[${index}]`;
  const fields = objectAt(value, at);
  return {
    id: stringAt(fields["id"], `${at}.id`),
    status: oneOfAt(fields["status"], ["passing", "warning", "critical"], `${at}.status`),
    output: stringAt(fields["output"], `${at}.output`),
  };
}

/** Deeper than any variable of a person, and shallow enough to be walked by recursion. */
const maxValueDepth = 100;

function asJson(value: unknown, depth = 0): ApiJson {
  if (depth > maxValueDepth)
    throw new MalformedRequest(`A value is nested more than ${maxValueDepth} levels deep.`);
  if (Array.isArray(value)) return value.map((item) => asJson(item, depth + 1));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item, depth + 1)]));
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return value;
  throw new MalformedRequest("A value is no JSON.");
}
