import type { JsonObject, JsonValue } from "../../envoy/codec/json-form.ts";

/** What a proxy knows of a connection before the first byte of a request. */
export interface Connection {
  /** The URI of the peer's certificate; undefined without mutual TLS. */
  readonly caller: string | undefined;
  /** The server name the peer asked for; empty without TLS. */
  readonly serverName: string;
  readonly isTls: boolean;
  /** In the peer's order; empty without TLS. */
  readonly applicationProtocols: readonly string[];
}

/** A connection that somebody opens in clear on the proxy's own machine. */
export const localConnection: Connection = {
  caller: undefined,
  serverName: "",
  isTls: false,
  applicationProtocols: [],
};

/** Header values by lower-case name, pseudo-headers such as `:path` included. */
export type Headers = ReadonlyMap<string, readonly string[]>;

interface RequestState {
  readonly headers: Headers;
  readonly connection: Connection;
  /** The payloads of tokens that the request is taken to carry, beside those in its headers. */
  readonly claims: readonly JsonObject[];
  /** What filters have found out, by filter name. */
  readonly metadata: Readonly<Record<string, JsonValue>>;
  /** Shared by every view of one request. */
  readonly assumptions: Set<string>;
}

/** A request as a proxy's conditions see it at one moment of its way through the proxy's filters. */
export class RequestView {
  readonly #state: RequestState;

  constructor(state: RequestState) {
    this.#state = state;
  }

  get headers(): Headers {
    return this.#state.headers;
  }

  get connection(): Connection {
    return this.#state.connection;
  }

  get claims(): readonly JsonObject[] {
    return this.#state.claims;
  }

  get metadata(): Readonly<Record<string, JsonValue>> {
    return this.#state.metadata;
  }

  /** The path with its query. */
  get path(): string {
    return this.#state.headers.get(":path")?.[0] ?? "";
  }

  /** All values of a header joined by commas; undefined when it is absent. */
  header(name: string): string | undefined {
    const values = this.#state.headers.get(name);
    if (values === undefined) return undefined;
    return values.length === 1 ? values[0] : values.join(",");
  }

  /** Remembers that the answer rests on something the resources do not tell. */
  assume(sentence: string): void {
    this.#state.assumptions.add(sentence);
  }

  withHeaders(headers: Headers): RequestView {
    return new RequestView({ ...this.#state, headers });
  }

  withMetadata(filter: string, value: JsonValue): RequestView {
    return new RequestView({ ...this.#state, metadata: { ...this.#state.metadata, [filter]: value } });
  }

  /** The same request at the next proxy, on another connection. */
  arrivingOver(connection: Connection): RequestView {
    return new RequestView({ ...this.#state, connection, metadata: {} });
  }
}
