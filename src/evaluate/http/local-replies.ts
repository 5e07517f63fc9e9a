import type { AccessLogFilter, ComparisonFilter } from "../../envoy/gen/envoy.config.accesslog.v3.ts";
import type { LocalReplyConfig } from "../../envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";

/** An answer of the proxy's own, before its status may be changed. */
interface LocalReply {
  readonly status: number;
  readonly details: string;
}

type Test = (reply: LocalReply) => boolean;

/** The status with which a connection manager sends an answer of its own: the first mapper that fits may change it. */
export function localReplies({ mappers = [] }: LocalReplyConfig): (reply: LocalReply) => number {
  const compiled = mappers.map(({ filter = {}, status_code }) => ({ fits: replyTest(filter), status_code }));
  if (compiled.every(({ status_code }) => status_code === undefined)) return ({ status }) => status;
  return (reply) => compiled.find(({ fits }) => fits(reply))?.status_code ?? reply.status;
}

/** What is not about the status, the details or the flags of the answer is taken not to fit. */
function replyTest({
  status_code_filter,
  response_flag_filter,
  extension_filter,
  and_filter,
  or_filter,
}: AccessLogFilter): Test {
  if (status_code_filter) return statusTest(status_code_filter.comparison ?? {});
  if (response_flag_filter) {
    const flags = response_flag_filter.flags ?? [];
    return ({ details }) => details === "fault_filter_abort" && flags.includes("FI");
  }
  if (and_filter) return every((and_filter.filters ?? []).map(replyTest));
  if (or_filter) return some((or_filter.filters ?? []).map(replyTest));
  const config = extension_filter?.typed_config;
  return config?.["@type"] ===
    "type.googleapis.com/envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter"
    ? expressionTest(config.expression ?? "")
    : () => false;
}

function statusTest({ op = "EQ", value }: ComparisonFilter): Test {
  const wanted = value?.default_value ?? 0;
  switch (op) {
    case "EQ":
      return ({ status }) => status === wanted;
    case "GE":
      return ({ status }) => status >= wanted;
    case "LE":
      return ({ status }) => status <= wanted;
    default:
      return ({ status }) => status !== wanted;
  }
}

/** The one form of expression that a mesh renders: a part of the answer's details. */
function expressionTest(expression: string): Test {
  const [, method, text = ""] =
    /^response\.code_details\.(startsWith|endsWith|contains)\("([^"\\]*)"\)$/.exec(expression) ?? [];
  switch (method) {
    case "startsWith":
      return ({ details }) => details.startsWith(text);
    case "endsWith":
      return ({ details }) => details.endsWith(text);
    case "contains":
      return ({ details }) => details.includes(text);
    default:
      return () => false;
  }
}

function every(tests: readonly Test[]): Test {
  return (reply) => tests.every((test) => test(reply));
}

function some(tests: readonly Test[]): Test {
  return (reply) => tests.some((test) => test(reply));
}
