import type { Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createSecureContext } from "node:tls";
import type { SecureContextOptions } from "node:tls";
import { createAdaptorServer } from "@hono/node-server";
import { Server as GrpcServer, ServerCredentials, logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { defaultLeafTtlMs } from "../ca/server-leaf-source.ts";
import type { EnvoyVersion } from "../graph/envoy-version.ts";
import { createHttpApi } from "../http-api/create-http-api.ts";
import type { Logger } from "../platform/logger.ts";
import { nodeClock } from "../platform/node/clock.ts";
import { nodeRandom } from "../platform/node/random.ts";
import { createAdsService } from "../xds/ads-service.ts";
import { MeshAgent } from "./mesh-agent.ts";
import { sameSecret } from "./same-secret.ts";
import { StateDirectory } from "./state-directory.ts";

export interface ServerOptions {
  /** A loopback address: nothing here is protected from a network. */
  readonly address: string;
  /** 0 picks a free one. */
  readonly httpPort: number;
  /** 0 picks a free one. */
  readonly xdsPort: number;
  readonly stateDirectory: string;
  readonly logger: Logger;
  /** How long a workload's certificate is valid; {@link defaultLeafTtlMs} unless given. */
  readonly leafTtlMs?: number;
  /** What the proxies run; the newest supported version unless given. */
  readonly envoyVersion?: EnvoyVersion | undefined;
  /** Who may use the HTTP API; everybody on this machine unless given. */
  readonly access?: HttpAccess;
}

export interface HttpAccess {
  /** What every request must bear. */
  readonly token?: string | undefined;
  readonly tls?: ServerTls | undefined;
}

/** PEM, each. */
export interface ServerTls {
  readonly certificate: string;
  readonly key: string;
  /** Clients must show a certificate of one of these; they need none unless given. */
  readonly clientAuthorities?: string | undefined;
}

export interface RunningServer {
  readonly httpPort: number;
  readonly xdsPort: number;
  readonly tokenFile: string;
  /** Ends every stream and request, then resolves. */
  stop(): Promise<void>;
}

/** The agent cannot start: a port is taken, or its state folder is of no use. The message names the way out. */
export class ServerStartError extends Error {}

/**
 * Starts the runtime server in this process.
 * @throws ServerStartError
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { address, logger, leafTtlMs = defaultLeafTtlMs, envoyVersion, access = {} } = options;
  const tls = access.tls && checkedTls(access.tls);
  const state = openState(options.stateDirectory);
  const agent = new MeshAgent({
    state,
    clock: nodeClock,
    random: nodeRandom,
    logger,
    leafTtlMs,
    envoyVersion,
  });
  const isToken = access.token === undefined ? undefined : sameSecret(access.token);
  const http = httpServer(createHttpApi({ mesh: agent, logger, isToken }).fetch, { tls, logger });
  const grpc = xdsServer(agent, { state, logger });
  try {
    const httpPort = await listenHttp(http, { address, port: options.httpPort });
    const xdsPort = await listenGrpc(grpc, { address, port: options.xdsPort });
    logger.info("agent started", {
      http: `${address}:${httpPort}`,
      xds: `${address}:${xdsPort}`,
      tls: tls !== undefined,
      token: isToken !== undefined,
    });
    return { httpPort, xdsPort, tokenFile: state.tokenFile(), stop: () => stop({ agent, http, grpc }) };
  } catch (cause) {
    await stop({ agent, http, grpc });
    throw cause;
  }
}

type TlsOptions = Pick<SecureContextOptions, "cert" | "key" | "ca"> & { readonly requestCert: boolean };

/** @throws ServerStartError when they are no certificates and key, or do not fit together */
function checkedTls({ certificate, key, clientAuthorities }: ServerTls): TlsOptions {
  const options = {
    cert: certificate,
    key,
    ...(clientAuthorities !== undefined && { ca: clientAuthorities }),
    requestCert: clientAuthorities !== undefined,
  };
  try {
    createSecureContext(options);
    return options;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServerStartError(`The agent cannot use its certificate and key: ${reason}`, { cause });
  }
}

type Fetch = ReturnType<typeof createHttpApi>["fetch"];

function httpServer(
  fetch: Fetch,
  { tls, logger }: { readonly tls: TlsOptions | undefined; readonly logger: Logger },
): Server {
  const server = createAdaptorServer(
    tls ? { fetch, createServer: createSecureServer, serverOptions: tls } : { fetch },
  );
  server.on("tlsClientError", (cause: Error) =>
    logger.warn("a client's TLS handshake failed", { cause: cause.message }),
  );
  // The adaptor's type leaves HTTP/2 open, which is not asked for here.
  return server as Server;
}

/** @throws ServerStartError when what is kept there cannot be used */
function openState(path: string): StateDirectory {
  try {
    const state = new StateDirectory(path);
    state.check();
    return state;
  } catch (cause) {
    const reason = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
    throw new ServerStartError(`The agent cannot use its state folder ${path}: ${reason}`, { cause });
  }
}

interface Parts {
  readonly agent: MeshAgent;
  readonly http: Server;
  readonly grpc: GrpcServer;
}

function xdsServer(
  agent: MeshAgent,
  { state, logger }: { readonly state: StateDirectory; readonly logger: Logger },
): GrpcServer {
  const isToken = sameSecret(state.token());
  const service = createAdsService({
    snapshots: agent.board,
    observer: agent.proxies,
    logger,
    clock: nodeClock,
    authorize: (metadata) =>
      metadata
        .get("x-mesh-token")
        .slice(0, 1)
        .some((given) => isToken(String(given))),
  });
  // Its errors arrive as values; what the library writes to standard error besides is noise to the user.
  setLogVerbosity(logVerbosity.NONE);
  // Sidecars keep their stream open and silent for hours: pings tell both sides that the other is still there.
  const server = new GrpcServer({
    "grpc.keepalive_time_ms": 30_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.so_reuseport": 0,
  });
  server.addService(service.definition, service.implementation);
  return server;
}

function listenHttp(
  server: Server,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(startError("HTTP", port, cause)));
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : port);
    });
  });
}

function listenGrpc(
  server: GrpcServer,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${address}:${port}`, ServerCredentials.createInsecure(), (cause, bound) => {
      if (cause) reject(startError("xDS", port, cause));
      else resolve(bound);
    });
  });
}

function startError(what: string, port: number, cause: Error): ServerStartError {
  const taken = /EADDRINUSE|address already in use|No address added/i.test(
    `${cause.message} ${"code" in cause ? String(cause.code) : ""}`,
  );
  const reason = taken
    ? `port ${port} is in use: is another agent running? Stop it, or choose another port.`
    : cause.message;
  return new ServerStartError(`The agent's ${what} server cannot start: ${reason}`, { cause });
}

async function stop({ agent, http, grpc }: Parts): Promise<void> {
  agent.stop();
  grpc.forceShutdown();
  http.closeAllConnections();
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
  });
}
