/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { Client, Server, ServerCredentials, credentials, status } from "@grpc/grpc-js";
import type { ServiceError, handleUnaryCall } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { freePorts } from "../support/free-ports.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let client: Client;
/** What orders says of itself, and which services it was asked about. */
let isServing = true;
const askedAbout = new Set<string>();

beforeAll(async () => {
  site = await TestSite.open();
  const [webPort, ordersPort = 0, webSidecar, ordersSidecar, upstream] = await freePorts(5);
  const server = await startOrders(ordersPort);
  site.atEnd(() => server.forceShutdown());
  const document = `
mesh { default_intention_policy = "allow" }
service "web" {
  port = ${webPort}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "orders" {
    local_bind_port = ${upstream}
    config {
      active_health_check {
        grpc_service        = "shop.Orders"
        interval            = "100ms"
        unhealthy_threshold = 2
      }
    }
  }
}
service "orders" {
  port     = ${ordersPort}
  protocol = "grpc"
  instance "orders" { sidecar_port = ${ordersSidecar} }
}
`;
  await LiveMesh.start(site, { document, sidecars: ["web", "orders"] });
  client = new Client(`127.0.0.1:${upstream}`, credentials.createInsecure());
  site.atEnd(() => client.close());
});

afterAll(() => site.dispose());

test("a service that says it does not serve gets no calls until it says it does", async () => {
  await until("orders is called", async () => (await call()) === status.OK);
  expect(askedAbout).toEqual(new Set(["shop.Orders"]));
  isServing = false;
  await until("orders is left out", async () => (await call()) === status.UNAVAILABLE);
  isServing = true;
  await until("orders is called again", async () => (await call()) === status.OK);
});

const bytes = (message: Buffer): Buffer => message;

async function startOrders(port: number): Promise<Server> {
  const orders = new Server();
  const unary = (path: string, handler: handleUnaryCall<Buffer, Buffer>): void =>
    orders.addService(
      {
        method: {
          path,
          requestStream: false,
          responseStream: false,
          requestSerialize: bytes,
          requestDeserialize: bytes,
          responseSerialize: bytes,
          responseDeserialize: bytes,
        },
      },
      { method: handler },
    );
  unary("/shop.Orders/Echo", ({ request }, reply) => reply(null, request));
  // grpc.health.v1: the request's field 1 is a service's name, the answer's a status, SERVING or NOT_SERVING.
  unary("/grpc.health.v1.Health/Check", ({ request }, reply) => {
    askedAbout.add(request.subarray(2).toString());
    reply(null, Buffer.from([0x08, isServing ? 1 : 2]));
  });
  await new Promise<void>((resolve, reject) =>
    orders.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (cause) =>
      cause ? reject(cause) : resolve(),
    ),
  );
  return orders;
}

function call(): Promise<status> {
  return new Promise((resolve) => {
    const answered = (cause: ServiceError | null): void => resolve(cause ? cause.code : status.OK);
    client.makeUnaryRequest("/shop.Orders/Echo", bytes, bytes, Buffer.from("x"), answered);
  });
}
