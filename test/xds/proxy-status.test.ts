import { expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import { ProxyStatusBook } from "../../src/xds/proxy-status.ts";

const node = { id: "web-1", cluster: "web" };
const refusal = { typeUrl: typeUrls.cluster, resources: ["bad"], message: "bad: no" };

test("a proxy's way from connection over a refusal to the revision", () => {
  const book = new ProxyStatusBook();
  const changes: string[] = [];
  book.onChange((nodeId) => changes.push(nodeId));

  book.observe({ streamId: 1, atMs: 10, kind: "opened", node });
  book.observe({ streamId: 1, atMs: 11, kind: "offered", revision: 4 });
  book.observe({ streamId: 1, atMs: 12, kind: "refused", refusal });
  book.observe({ streamId: 1, atMs: 13, kind: "rejected", revision: 4, refusal, held: [] });
  const connected = { nodeId: "web-1", cluster: "web", connectedSinceMs: 10, held: [] };
  expect(book.proxies()).toEqual([
    { ...connected, currentRevision: 4, rejectedRevision: 4, lastRejection: { ...refusal, atMs: 13 } },
  ]);

  book.observe({ streamId: 1, atMs: 20, kind: "offered", revision: 5 });
  book.observe({ streamId: 1, atMs: 21, kind: "acknowledged", revision: 5 });
  expect(book.proxy("web-1")).toEqual({ ...connected, currentRevision: 5, acknowledgedRevision: 5 });
  expect(changes).toHaveLength(6);
});

test("a refusal stands until another attempt is offered", () => {
  const book = new ProxyStatusBook();
  book.observe({ streamId: 1, atMs: 1, kind: "opened", node });
  book.observe({ streamId: 1, atMs: 2, kind: "offered", revision: 4, attempt: 1 });
  book.observe({ streamId: 1, atMs: 3, kind: "rejected", revision: 4, refusal, held: [] });
  book.observe({ streamId: 1, atMs: 4, kind: "offered", revision: 4, attempt: 1 });
  expect(book.proxy("web-1")?.rejectedRevision).toBe(4);
  book.observe({ streamId: 1, atMs: 5, kind: "offered", revision: 4, attempt: 2 });
  expect(book.proxy("web-1")).toMatchObject({ rejectedRevision: undefined, lastRejection: undefined });
});

test("of two streams of a proxy the newest speaks, until it closes", () => {
  const book = new ProxyStatusBook();
  book.observe({ streamId: 1, atMs: 1, kind: "opened", node });
  book.observe({ streamId: 2, atMs: 2, kind: "opened", node });
  book.observe({ streamId: 1, atMs: 3, kind: "acknowledged", revision: 9 });
  expect(book.proxies().map(({ connectedSinceMs }) => connectedSinceMs)).toEqual([2]);
  expect(book.proxy("web-1")?.acknowledgedRevision).toBeUndefined();
  book.observe({ streamId: 2, atMs: 4, kind: "closed" });
  expect(book.proxy("web-1")?.acknowledgedRevision).toBe(9);
  book.observe({ streamId: 1, atMs: 5, kind: "closed" });
  expect(book.proxies()).toEqual([]);
});

test("a listener that has left hears no more, and events of unknown streams are nobody's", () => {
  const book = new ProxyStatusBook();
  const changes: string[] = [];
  const leave = book.onChange((nodeId) => changes.push(nodeId));
  book.observe({ streamId: 9, atMs: 1, kind: "acknowledged", revision: 1 });
  leave();
  book.observe({ streamId: 1, atMs: 1, kind: "opened", node });
  expect(changes).toEqual([]);
});
