import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  Client,
  Metadata,
  Server,
  ServerCredentials,
  credentials,
  status,
  type ClientDuplexStream,
  type ServiceError,
} from "@grpc/grpc-js";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import { defineResource } from "../../src/envoy/define-resource.ts";
import type {
  DeltaDiscoveryRequest,
  DeltaDiscoveryResponse,
} from "../../src/envoy/gen/envoy.service.discovery.v3.ts";
import { typeUrls, type ProxySnapshot } from "../../src/envoy/resource.ts";
import { silentLogger } from "../../src/platform/logger.ts";
import { createAdsService } from "../../src/xds/ads-service.ts";
import { ProxyStatusBook } from "../../src/xds/proxy-status.ts";
import { snapshotOf } from "./resources.ts";

/** What a proxy should hold, set by hand. */
class Shelf {
  private snapshot: ProxySnapshot | undefined;
  private readonly watchers = new Set<() => void>();
  reads = 0;

  put(snapshot: ProxySnapshot): void {
    this.snapshot = snapshot;
    for (const watcher of this.watchers) watcher();
  }

  current(): ProxySnapshot | undefined {
    this.reads += 1;
    return this.snapshot;
  }

  subscribe(_nodeId: string, onChange: () => void): () => void {
    this.watchers.add(onChange);
    return () => this.watchers.delete(onChange);
  }
}

let server: Server;
let client: Client;
let shelf: Shelf;
let book: ProxyStatusBook;
const servicePath = "/envoy.service.discovery.v3.AggregatedDiscoveryService";

beforeEach(async () => {
  shelf = new Shelf();
  book = new ProxyStatusBook();
  const { definition, implementation } = createAdsService({
    snapshots: shelf,
    authorize: (metadata) => metadata.get("x-token").includes("right"),
    observer: book,
    logger: silentLogger,
    clock: { now: () => 1_000, after: () => () => {} },
  });
  server = new Server();
  server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterEach(() => {
  client.close();
  server.forceShutdown();
});

function withToken(token: string): Metadata {
  const metadata = new Metadata();
  metadata.set("x-token", token);
  return metadata;
}

/** A client's end of a stream: what arrives is queued until somebody asks for it. */
class Proxy {
  private readonly arrived: DeltaDiscoveryResponse[] = [];
  private readonly waiting: ((response: DeltaDiscoveryResponse) => void)[] = [];
  private readonly stream: ClientDuplexStream<Buffer, Buffer>;
  readonly ended: Promise<ServiceError>;

  constructor(variant: "Delta" | "Stream", metadata = withToken("right")) {
    const asIs = (bytes: Buffer): Buffer => bytes;
    this.stream = client.makeBidiStreamRequest(
      `${servicePath}/${variant}AggregatedResources`,
      asIs,
      asIs,
      metadata,
    );
    this.stream.on("data", (bytes: Buffer) => {
      const response = decodeMessage(
        "envoy.service.discovery.v3.DeltaDiscoveryResponse",
        bytes,
      ) as DeltaDiscoveryResponse;
      const waiter = this.waiting.shift();
      if (waiter) waiter(response);
      else this.arrived.push(response);
    });
    this.ended = new Promise((resolve) => this.stream.on("error", resolve));
  }

  send(request: DeltaDiscoveryRequest): void {
    this.sendBytes(encodeMessage("envoy.service.discovery.v3.DeltaDiscoveryRequest", request));
  }

  sendBytes(bytes: Uint8Array): void {
    this.stream.write(Buffer.from(bytes));
  }

  next(): Promise<DeltaDiscoveryResponse> {
    const response = this.arrived.shift();
    return response ? Promise.resolve(response) : new Promise((resolve) => this.waiting.push(resolve));
  }

  end(): void {
    this.stream.end();
  }
}

const node = { id: "web-1", cluster: "web" };
const api = (lb: "ROUND_ROBIN" | "RANDOM") =>
  defineResource({
    name: "api",
    typeUrl: typeUrls.cluster,
    message: { name: "api", type: "STATIC", lb_policy: lb },
    origins: [],
  });

async function until(nodeId: string, isSo: () => boolean): Promise<void> {
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const leave = book.onChange((changed) => {
      if (changed !== nodeId || !isSo()) return;
      leave();
      resolve();
    });
  });
}

describe("DeltaAggregatedResources", () => {
  test("serves a proxy over a socket: first snapshot, change, acknowledgement, goodbye", async () => {
    const first = api("ROUND_ROBIN");
    shelf.put(snapshotOf(1, [first]));
    const proxy = new Proxy("Delta");
    proxy.send({ node, type_url: typeUrls.cluster });
    const response = await proxy.next();
    expect(response.resources).toEqual([
      {
        name: "api",
        version: first.version,
        resource: { "@type": typeUrls.cluster, name: "api", type: "STATIC" },
      },
    ]);
    proxy.send({ type_url: typeUrls.cluster, response_nonce: response.nonce ?? "" });
    await until("web-1", () => book.proxy("web-1")?.acknowledgedRevision === 1);

    const readsBefore = shelf.reads;
    for (const revision of [2, 3, 4]) shelf.put(snapshotOf(revision, [api("RANDOM")]));
    const second = await proxy.next();
    expect(second.resources).toHaveLength(1);
    expect(shelf.reads - readsBefore).toBe(1);
    proxy.send({ type_url: typeUrls.cluster, response_nonce: second.nonce ?? "" });
    await until("web-1", () => book.proxy("web-1")?.acknowledgedRevision === 4);

    proxy.end();
    await until("web-1", () => book.proxies().length === 0);
  });

  test("records a refusal, with its reason", async () => {
    shelf.put(snapshotOf(1, [api("RANDOM")]));
    const proxy = new Proxy("Delta");
    proxy.send({ node, type_url: typeUrls.cluster });
    const { nonce = "" } = await proxy.next();
    proxy.send({
      type_url: typeUrls.cluster,
      response_nonce: nonce,
      error_detail: { code: 13, message: "goo.gle/debugstr api: no" },
    });
    await until("web-1", () => book.proxy("web-1")?.rejectedRevision === 1);
    expect(book.proxy("web-1")?.lastRejection).toEqual({
      typeUrl: typeUrls.cluster,
      resources: ["api"],
      message: "api: no",
      atMs: 1_000,
    });
  });

  test.each([
    ["no token", new Metadata()],
    ["another token", withToken("wrong")],
    ["an empty token", withToken("")],
  ])("ends a stream with %s at once, and counts it nowhere", async (_, metadata) => {
    const stranger = new Proxy("Delta", metadata);
    stranger.send({ node, type_url: typeUrls.cluster });
    await expect(stranger.ended).resolves.toMatchObject({
      code: status.UNAUTHENTICATED,
      details: expect.stringContaining("the agent's token"),
    });
    expect(book.proxies()).toEqual([]);
  });

  test("serves secrets to a stream that has the token", async () => {
    shelf.put(
      snapshotOf(1, [
        defineResource({ name: "leaf", typeUrl: typeUrls.secret, message: { name: "leaf" }, origins: [] }),
      ]),
    );
    const friend = new Proxy("Delta");
    friend.send({ node, type_url: typeUrls.secret, resource_names_subscribe: ["leaf"] });
    expect((await friend.next()).resources?.[0]?.name).toBe("leaf");
  });

  test.each([
    ["bytes that are no request", Uint8Array.of(0xff, 0xff, 0xff), "Not a discovery request"],
    [
      "a first request without a node",
      encodeMessage("envoy.service.discovery.v3.DeltaDiscoveryRequest", { type_url: typeUrls.cluster }),
      "node.id",
    ],
  ])("%s end their stream, and no other", async (_, bytes, reason) => {
    shelf.put(snapshotOf(1, [api("RANDOM")]));
    const broken = new Proxy("Delta");
    broken.sendBytes(bytes);
    await expect(broken.ended).resolves.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(reason),
    });

    const sound = new Proxy("Delta");
    sound.send({ node, type_url: typeUrls.cluster });
    expect((await sound.next()).resources).toHaveLength(1);
  });
});

test("the state of the world variant says what to set instead", async () => {
  const proxy = new Proxy("Stream");
  await expect(proxy.ended).resolves.toMatchObject({
    code: status.UNIMPLEMENTED,
    details: expect.stringContaining("DELTA_GRPC"),
  });
});
