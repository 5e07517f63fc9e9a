import type {
  ApiError,
  ApplyOutcome,
  ApplyRequest,
  HealthReport,
  HealthReportResponse,
  InstancesResponse,
  PlanOutcome,
  PlanQuestion,
  ProxyConfigurationResponse,
  ReachabilityOutcome,
  ReachabilityRequest,
  RevisionResponse,
  SetDocumentsResponse,
  SetResponse,
  SettingsResponse,
  StatusResponse,
} from "./api-types.ts";

/** The agent could not be reached, or answered with something that is no answer. */
export class AgentError extends Error {
  /** `unreachable`: nobody listens there; `refused`: the agent said no; `malformed`: what answered is no agent. */
  readonly code: "unreachable" | "refused" | "malformed";

  constructor(code: AgentError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** As much of `fetch` as is needed here. It rejects when nobody answers. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchAnswer>;

export interface FetchRequest {
  readonly method: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** Rejects when the body is no JSON. */
  json(): Promise<unknown>;
}

export interface AgentClientOptions {
  /** For example `http://127.0.0.1:8500`. */
  readonly address: string;
  /** How requests are sent; the platform's own unless given. */
  readonly fetch?: Fetch;
}

/** The one way to reach an agent. Every method may throw {@link AgentError}. */
export class AgentClient {
  readonly address: string;
  readonly #fetch: Fetch;

  constructor({ address, fetch = globalThis.fetch }: AgentClientOptions) {
    this.address = address.replace(/\/+$/, "");
    this.#fetch = fetch;
  }

  status(): Promise<StatusResponse> {
    return this.#request("GET", "/v1/mesh/status", { member: "proxies" });
  }

  set(name: string): Promise<SetResponse> {
    return this.#request("GET", `/v1/mesh/sets/${encodeURIComponent(name)}`, { member: "entries" });
  }

  setDocuments(name: string): Promise<SetDocumentsResponse> {
    return this.#request("GET", `/v1/mesh/sets/${encodeURIComponent(name)}/documents`, {
      member: "documents",
    });
  }

  plan(setName: string, request: PlanQuestion): Promise<PlanOutcome> {
    return this.#request("POST", `/v1/mesh/sets/${encodeURIComponent(setName)}/plan`, {
      body: request,
      meaningful: [422],
      member: "kind",
    });
  }

  /** Plans of the set that ask for traffic from now on are told of it as it is by now. */
  forgetPlans(setName: string): Promise<object> {
    return this.#request("DELETE", `/v1/mesh/sets/${encodeURIComponent(setName)}/plan`, { body: {} });
  }

  apply(setName: string, request: ApplyRequest): Promise<ApplyOutcome> {
    return this.#request("PUT", `/v1/mesh/sets/${encodeURIComponent(setName)}`, {
      body: request,
      meaningful: [409, 422],
      member: "kind",
    });
  }

  /** Answers when every connected proxy has acknowledged or refused the revision, or after `waitMs`. */
  revision(revision: number, waitMs: number): Promise<RevisionResponse> {
    return this.#request("GET", `/v1/mesh/revisions/${revision}?wait=${Math.round(waitMs)}ms`, {
      member: "settled",
    });
  }

  proxyConfiguration(proxyId: string): Promise<ProxyConfigurationResponse> {
    return this.#request("GET", `/v1/mesh/proxies/${encodeURIComponent(proxyId)}`, { member: "datacenter" });
  }

  reachability(request: ReachabilityRequest): Promise<ReachabilityOutcome> {
    return this.#request("POST", "/v1/mesh/reachability", { body: request, member: "kind" });
  }

  instances(service: string): Promise<InstancesResponse> {
    return this.#request("GET", `/v1/mesh/services/${encodeURIComponent(service)}/instances`, {
      member: "instances",
    });
  }

  /** The settings of a service after merging. */
  settings(service: string): Promise<SettingsResponse> {
    return this.#request("GET", `/v1/mesh/services/${encodeURIComponent(service)}/settings`, {
      member: "settings",
    });
  }

  reportHealth(instanceId: string, report: HealthReport): Promise<HealthReportResponse> {
    return this.#request("PUT", `/v1/mesh/instances/${encodeURIComponent(instanceId)}/health`, {
      body: report,
      member: "revision",
    });
  }

  /** The instance stops in good order. */
  release(instanceId: string): Promise<object> {
    return this.#request("DELETE", `/v1/mesh/instances/${encodeURIComponent(instanceId)}/health`, {
      body: {},
    });
  }

  roots(): Promise<{ readonly roots: readonly string[] }> {
    return this.#request("GET", "/v1/mesh/ca/roots", { member: "roots" });
  }

  async #request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const response = await this.#send(method, path, options.body);
    const body = await readJson(response, this.address);
    if (response.ok || options.meaningful?.includes(response.status)) {
      if (options.member !== undefined && !hasMember(body, options.member)) throw noAgent(this.address);
      // Both ends are built from one description of the API, so what has the mark of an answer has its type.
      return body as T;
    }
    throw new AgentError("refused", errorOf(body) ?? `the agent answered ${response.status}`);
  }

  async #send(method: string, path: string, body: object | undefined): Promise<FetchAnswer> {
    try {
      return await this.#fetch(`${this.address}${path}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
    } catch (cause) {
      throw new AgentError(
        "unreachable",
        `no agent answers at ${this.address}${reasonOf(cause)}; start one with \`mesh agent -dev\`, or give its address with -address`,
        { cause },
      );
    }
  }
}

interface RequestOptions {
  readonly body?: object;
  /** Statuses besides 2xx whose body is the answer. */
  readonly meaningful?: readonly number[];
  /** What every answer to this request has, and what another server's has hardly. */
  readonly member?: string;
}

/** Why, unless it is that nobody listens there. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error) || cause.message === "") return "";
  return "code" in cause && cause.code === "ECONNREFUSED" ? "" : ` (${cause.message})`;
}

function hasMember(body: unknown, member: string): boolean {
  return typeof body === "object" && body !== null && Object.hasOwn(body, member);
}

function noAgent(address: string, cause?: unknown): AgentError {
  return new AgentError("malformed", `what answers at ${address} is no Meshwork agent; correct the address`, {
    cause,
  });
}

async function readJson(response: FetchAnswer, address: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw noAgent(address, cause);
  }
}

function errorOf(body: unknown): string | undefined {
  return isApiError(body) ? body.error : undefined;
}

function isApiError(body: unknown): body is ApiError {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "string";
}
