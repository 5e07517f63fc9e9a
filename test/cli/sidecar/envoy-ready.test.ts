import { createServer } from "node:http";
import type { Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { envoyReady } from "../../../src/cli/sidecar/envoy-ready.ts";

let folder: string;
let socketPath: string;
let server: Server | undefined;
const never = new Promise<never>(() => undefined);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  socketPath = join(folder, "admin.sock");
});

afterEach(async () => {
  const open = server;
  server = undefined;
  if (open) await new Promise((resolve) => open.close(resolve));
  rmSync(folder, { recursive: true });
});

/** An admin interface that answers `/ready` with these, the last one for ever. */
function answering(...statuses: readonly number[]): { readonly asked: readonly (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  server = createServer((request, response) => {
    response.statusCode = statuses[Math.min(asked.length, statuses.length - 1)] ?? 500;
    asked.push(request.url);
    response.end();
  }).listen(socketPath);
  return { asked };
}

test("is ready once Envoy says so, however often it has said otherwise", async () => {
  const { asked } = answering(503, 503, 200);
  expect(await envoyReady(socketPath, never)).toBe("ready");
  expect(asked).toEqual(["/ready", "/ready", "/ready"]);
});

test("waits for the admin interface to be there", async () => {
  const ready = envoyReady(socketPath, never);
  setImmediate(() => answering(200));
  expect(await ready).toBe("ready");
});

test("gives up when Envoy has ended", async () => {
  answering(503);
  expect(await envoyReady(socketPath, Promise.resolve())).toBe("ended");
});
