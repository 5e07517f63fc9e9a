import { describe, test } from "@jest/globals";
import type { Resource } from "../../src/envoy/resource.ts";
import {
  aggregate,
  cluster,
  endpoints,
  listener,
  provisional,
  route,
  secret,
  staticCluster,
  usingSecret,
} from "./resources.ts";
import {
  ack,
  ask,
  drop,
  nack,
  nothingKnown,
  now,
  nowAgain,
  reconnect,
  request,
  story,
  type Scene,
} from "./story.ts";

const web = [cluster("api"), endpoints("api"), listener("out", ["r"]), route("r", ["api"])];

/** A client that has come to hold `web` as revision 1. */
const connected: readonly Scene[] = [
  [now(1, ...web)],
  [ask("cluster"), "cluster: api@1"],
  [ack("cluster")],
  [ask("endpoint", "api"), "endpoint: api@1"],
  [ack("endpoint")],
  [ask("listener"), "listener: out@1"],
  [ack("listener")],
  [ask("route", "r"), "route: r@1"],
  [ack("route"), "acknowledged 1"],
];

describe("connecting", () => {
  test("a first connection gets each type when it asks, and is in sync after the last acknowledgement", () =>
    story(...connected));

  test("listeners asked for early wait for the clusters they lead to", () =>
    story(
      [now(1, cluster("api"), endpoints("api"), listener("out", [], "1", { cluster: "api" }))],
      [ask("listener")],
      [ask("cluster"), "cluster: api@1"],
      [ack("cluster")],
      [ask("endpoint", "api"), "endpoint: api@1"],
      [ack("endpoint"), "listener: out@1"],
      [ack("listener"), "acknowledged 1"],
    ));

  test("without a committed revision nothing is answered, and the proxy keeps what it has", () =>
    story(
      [nothingKnown],
      [reconnect("cluster", { api: "1", old: "1" })],
      [reconnect("endpoint", { api: "1" })],
      [reconnect("listener", { out: "1" })],
      [ask("secret", "leaf")],
    ));

  test("after a reconnect nothing is sent again that is equal", () =>
    story(
      [now(7, ...web)],
      [reconnect("cluster", { api: "1" })],
      [reconnect("endpoint", { api: "1" })],
      [reconnect("listener", { out: "1" })],
      [reconnect("route", { r: "1" }), "acknowledged 7"],
    ));

  test("after a reconnect only differences are sent, and what is gone goes last", () =>
    story(
      [now(7, ...web)],
      [reconnect("cluster", { api: "1", gone: "1" })],
      [reconnect("endpoint", { api: "0" }), "endpoint: api@1"],
      [ack("endpoint")],
      [reconnect("listener", { out: "1" })],
      [reconnect("route", { r: "1" }), "cluster: -gone"],
      [ack("cluster"), "acknowledged 7"],
    ));

  test("a cluster that changed meanwhile needs its endpoints again, though they are equal and asked for later", () =>
    story(
      [now(7, cluster("api", "2"), endpoints("api"))],
      [reconnect("cluster", { api: "1" }), "cluster: api@2"],
      [reconnect("endpoint", { api: "1" }), "endpoint: api@1"],
      [ack("endpoint")],
      [ack("cluster"), "acknowledged 7"],
    ));

  test("an agent that loses its revision mid-stream falls silent", () =>
    story(
      ...connected,
      [nothingKnown],
      [ask("route", "other")],
      [now(2, ...web), "route: -other"],
      [ack("route"), "acknowledged 2"],
    ));
});

describe("changes", () => {
  test("one endpoint that moves is one load assignment", () =>
    story(
      ...connected,
      [
        now(2, cluster("api"), endpoints("api", "2"), listener("out", ["r"]), route("r", ["api"])),
        "endpoint: api@2",
      ],
      [ack("endpoint"), "acknowledged 2"],
    ));

  test("a route moves to a new cluster after the cluster and its endpoints, and the old one goes last", () =>
    story(
      ...connected,
      [
        now(2, cluster("v2"), endpoints("v2"), listener("out", ["r"]), route("r", ["v2"], "2")),
        "cluster: v2@1",
      ],
      [ask("endpoint", "v2"), "endpoint: v2@1"],
      [ack("endpoint")],
      [ack("cluster"), "route: r@2"],
      [ack("route"), "cluster: -api"],
      [drop("endpoint", "api")],
      [ack("cluster"), "acknowledged 2"],
    ));

  test("a route waits for the endpoints even when the client has not asked for them yet", () =>
    story(
      ...connected,
      [
        now(2, ...web.slice(0, 3), cluster("v2"), endpoints("v2"), route("r", ["api", "v2"], "2")),
        "cluster: v2@1",
      ],
      [ack("cluster")],
      [ask("endpoint", "v2"), "endpoint: v2@1"],
      [ack("endpoint"), "route: r@2"],
      [ack("route"), "acknowledged 2"],
    ));

  test("a route that leads to nothing new does not wait for other clusters", () =>
    story(...connected, [
      now(2, ...web.slice(0, 3), cluster("v2"), endpoints("v2"), route("r", ["api"], "2")),
      "cluster: v2@1",
      "route: r@2",
    ]));

  test("a route to an aggregate waits for its members", () =>
    story(
      ...connected,
      [
        now(
          2,
          ...web.slice(0, 3),
          aggregate("both", ["api", "v2"]),
          cluster("v2"),
          endpoints("v2"),
          route("r", ["both"], "2"),
        ),
        "cluster: both@1 v2@1",
      ],
      [ack("cluster")],
      [ask("endpoint", "v2"), "endpoint: v2@1"],
      [ack("endpoint"), "route: r@2"],
    ));

  test("a route waits for the certificate of its new cluster", () =>
    story(
      ...connected,
      [
        now(2, ...web.slice(0, 3), staticCluster("v2"), secret("leaf"), route("r", ["api"], "2")),
        "cluster: v2@1",
        "route: r@2",
      ],
      [ack("route")],
      [
        now(
          3,
          ...web.slice(0, 3),
          cluster("v2", "2", { type: "STATIC", ...usingSecret("leaf") }),
          secret("leaf"),
          route("r", ["v2"], "3"),
        ),
      ],
      [ack("cluster"), "cluster: v2@2"],
      [ask("secret", "leaf"), "secret: leaf@1"],
      [ack("cluster")],
      [ack("secret"), "route: r@3"],
    ));

  test("a listener and its route that change together arrive in this order", () =>
    story(
      ...connected,
      [now(2, ...web.slice(0, 2), listener("out", ["r"], "2"), route("r", ["api"], "2")), "listener: out@2"],
      [ack("listener"), "route: r@2"],
      [ack("route"), "acknowledged 2"],
    ));

  test("snapshots that come while a response is on its way are skipped but for the last", () =>
    story(
      ...connected,
      [now(2, ...web.slice(2), cluster("api"), endpoints("api", "2")), "endpoint: api@2"],
      [now(3, ...web.slice(2), cluster("api"), endpoints("api", "3"))],
      [now(4, ...web.slice(2), cluster("api"), endpoints("api", "4"))],
      [ack("endpoint"), "endpoint: api@4"],
      [ack("endpoint"), "acknowledged 4"],
    ));

  test("a cluster that changes needs its endpoints again, before it is acknowledged", () =>
    story(
      ...connected,
      [now(2, ...web.slice(1), cluster("api", "2")), "cluster: api@2", "endpoint: api@1"],
      [ack("endpoint")],
      [ack("cluster"), "acknowledged 2"],
    ));

  test("a cluster that changes while endpoints are on their way gets them once more", () =>
    story(
      ...connected,
      [now(2, ...web.slice(2), cluster("api"), endpoints("api", "2")), "endpoint: api@2"],
      [now(3, ...web.slice(2), cluster("api", "2"), endpoints("api", "2")), "cluster: api@2"],
      [ack("endpoint"), "endpoint: api@2"],
      [ack("endpoint")],
      [ack("cluster"), "acknowledged 3"],
    ));
});

describe("leaving", () => {
  test("listeners go before clusters, and both after the routes", () =>
    story(
      ...connected,
      [
        now(2, ...web, cluster("b"), endpoints("b"), listener("out-b", ["rb"]), route("rb", ["b"])),
        "cluster: b@1",
      ],
      [ask("endpoint", "b"), "endpoint: b@1"],
      [ack("endpoint")],
      [ack("cluster"), "listener: out-b@1"],
      [ask("route", "rb"), "route: rb@1"],
      [ack("listener")],
      [ack("route"), "acknowledged 2"],
      [now(3, ...web.slice(0, 3), route("r", ["api"], "2")), "route: r@2"],
      [ack("route"), "listener: -out-b"],
      [ack("listener"), "cluster: -b", "route: -rb"],
      [drop("route", "rb")],
      [ack("route")],
      [drop("endpoint", "b")],
      [ack("cluster"), "acknowledged 3"],
    ));

  test("a listener whose address another one takes over leaves in the same response", () =>
    story(
      ...connected,
      [
        now(
          2,
          ...web.slice(0, 2),
          listener("in", ["r"], "1", { address: addressOf("out") }),
          route("r", ["api"]),
        ),
        "listener: in@1 -out",
      ],
      [ack("listener"), "acknowledged 2"],
    ));

  describe("listeners that change places", () => {
    const led = web.slice(0, 2);
    const two = [...led, tcpListener("x", "1"), tcpListener("y", "1")];
    const changed = [
      ...led,
      tcpListener("x", "2", { address: addressOf("y") }),
      tcpListener("y", "2", { address: addressOf("x") }),
    ];
    const holdsTwo: readonly Scene[] = [
      [now(1, ...two)],
      [reconnect("cluster", { api: "1" })],
      [reconnect("endpoint", { api: "1" })],
      [reconnect("listener", { x: "1", y: "1" }), "acknowledged 1"],
    ];

    test("leave before they come back", () =>
      story(
        ...holdsTwo,
        [now(2, ...changed), "listener: -y -x"],
        [ack("listener"), "listener: x@2 y@2"],
        [ack("listener"), "acknowledged 2"],
      ));

    test("one that only follows another waits until that has left", () =>
      story(
        ...holdsTwo,
        [
          now(
            2,
            ...led,
            tcpListener("x", "2", { address: addressOf("y") }),
            tcpListener("y", "2", { address: addressOf("z") }),
          ),
          "listener: -y",
        ],
        [ack("listener"), "listener: x@2 y@2"],
        [ack("listener"), "acknowledged 2"],
      ));

    test("one that moves to where nobody is stays until it is there", () =>
      story(
        ...holdsTwo,
        [
          now(2, ...led, tcpListener("x", "2", { address: addressOf("z") }), tcpListener("y", "1")),
          "listener: x@2",
        ],
        [ack("listener"), "acknowledged 2"],
      ));

    test("one that cannot be sent yet keeps its place, and the other waits", () =>
      story(
        ...holdsTwo,
        [
          now(
            2,
            ...led,
            cluster("b"),
            endpoints("b"),
            tcpListener("x", "2", { address: addressOf("y") }),
            tcpListener("y", "2", { address: addressOf("x"), cluster: "b" }),
          ),
          "cluster: b@1",
        ],
        [ask("endpoint", "b"), "endpoint: b@1"],
        [ack("endpoint")],
        [ack("cluster"), "listener: -y -x"],
        [ack("listener"), "listener: x@2 y@2"],
        [ack("listener"), "acknowledged 2"],
      ));
  });

  test("a cluster loses its last endpoint after traffic has moved away", () =>
    story(
      ...connected,
      [
        now(
          2,
          cluster("api"),
          endpoints("api", "2", 0),
          cluster("v2"),
          endpoints("v2"),
          listener("out", ["r"]),
          route("r", ["v2"], "2"),
        ),
        "cluster: v2@1",
      ],
      [ask("endpoint", "v2"), "endpoint: v2@1"],
      [ack("endpoint")],
      [ack("cluster"), "route: r@2"],
      [ack("route"), "endpoint: api@2"],
      [ack("endpoint"), "acknowledged 2"],
    ));

  test("a cluster loses its last endpoint at once when nothing else changes, and route changes do not wait for it", () =>
    story(
      ...connected,
      [
        now(2, cluster("api"), endpoints("api", "2", 0), listener("out", ["r"]), route("r", ["api"])),
        "endpoint: api@2",
      ],
      [ack("endpoint"), "acknowledged 2"],
      [
        now(3, cluster("api"), endpoints("api", "1"), listener("out", ["r"]), route("r", ["api"])),
        "endpoint: api@1",
      ],
      [ack("endpoint"), "acknowledged 3"],
      [
        now(4, cluster("api"), endpoints("api", "2", 0), listener("out", ["r"]), route("r", ["api"], "2")),
        "route: r@2",
      ],
      [ack("route"), "endpoint: api@2"],
    ));

  test("a changed cluster gets its empty endpoints at once, because it waits for them", () =>
    story(
      ...connected,
      [
        now(
          2,
          cluster("api", "2"),
          endpoints("api", "2", 0),
          listener("out", ["r"]),
          route("r", ["api"], "2"),
        ),
        "cluster: api@2",
        "endpoint: api@2",
      ],
      [ack("endpoint")],
      [ack("cluster"), "route: r@2"],
      [ack("route"), "acknowledged 2"],
    ));

  test("endpoints that vanish while a changed cluster waits for them are said to be absent", () =>
    story(
      ...connected,
      [
        now(2, ...web.slice(2), cluster("api", "2"), endpoints("api", "2")),
        "cluster: api@2",
        "endpoint: api@2",
      ],
      [now(3, ...web.slice(2), cluster("api", "3"))],
      [ack("endpoint")],
      [ack("cluster"), "cluster: api@3", "endpoint: -api"],
      [ack("endpoint")],
      [ack("cluster"), "acknowledged 3"],
    ));
});

describe("refusals", () => {
  const bad = "goo.gle/debugstr Error adding/updating cluster(s) bad: no such filter\nsecond line";

  test("a refused cluster is not sent again until it changes; its route is held, and seen to be", () =>
    story(
      ...connected,
      [now(2, ...web.slice(0, 3), staticCluster("bad"), route("r", ["api", "bad"], "2")), "cluster: bad@1"],
      [
        nack("cluster", bad),
        "refused cluster bad",
        "rejected 2 cluster bad: Error adding/updating cluster(s) bad: no such filter\nsecond line (route r held by cluster bad)",
      ],
      [
        now(
          3,
          ...web.slice(2, 3),
          cluster("api"),
          endpoints("api", "2"),
          staticCluster("bad"),
          route("r", ["api", "bad"], "2"),
        ),
        "endpoint: api@2",
      ],
      [
        ack("endpoint"),
        "rejected 3 cluster bad: Error adding/updating cluster(s) bad: no such filter\nsecond line (route r held by cluster bad)",
      ],
      [
        now(
          4,
          ...web.slice(2, 3),
          cluster("api"),
          endpoints("api", "2"),
          staticCluster("bad", "2"),
          route("r", ["bad"], "2"),
        ),
        "cluster: bad@2",
      ],
      [ack("cluster"), "route: r@2"],
      [ack("route"), "acknowledged 4"],
    ));

  test("a new attempt sends a refused listener once more; refused again, it is told again", () =>
    story(
      [nowAgain(1, 1, listener("l", []))],
      [ask("listener"), "listener: l@1"],
      [nack("listener", "l: port taken"), "refused listener l", "rejected 1 listener l: l: port taken"],
      [nowAgain(1, 1, listener("l", []))],
      [nowAgain(2, 1, listener("l", [])), "listener: l@1"],
      [nack("listener", "l: port taken"), "refused listener l", "rejected 1 listener l: l: port taken"],
      [nowAgain(3, 2, listener("l", [])), "listener: l@1"],
      [ack("listener"), "acknowledged 2"],
      [nowAgain(4, 2, listener("l", []))],
    ));

  test("the neighbours of a refused cluster are sent again without it", () =>
    story(
      [now(1, staticCluster("good"), staticCluster("bad"))],
      [ask("cluster"), "cluster: good@1 bad@1"],
      [nack("cluster", "cluster bad: wrong"), "refused cluster bad", "cluster: good@1"],
      [ack("cluster"), "rejected 1 cluster bad: cluster bad: wrong"],
      [now(2, staticCluster("good"), staticCluster("bad", "2")), "cluster: bad@2"],
      [ack("cluster"), "acknowledged 2"],
    ));

  test("of the neighbours of a refused cluster it is not known whether they were applied", () =>
    story(
      [now(1, staticCluster("good"))],
      [ask("cluster"), "cluster: good@1"],
      [ack("cluster"), "acknowledged 1"],
      [now(2, staticCluster("good", "2"), staticCluster("bad")), "cluster: good@2 bad@1"],
      [now(3, staticCluster("good"))],
      [nack("cluster", "cluster bad: wrong"), "refused cluster bad", "cluster: good@1"],
      [ack("cluster"), "acknowledged 3"],
    ));

  test("endpoints that were refused are tried once more for a changed cluster, which would wait for them", () =>
    story(
      [now(1, cluster("api"), endpoints("api"))],
      [ask("cluster"), "cluster: api@1"],
      [ask("endpoint", "api"), "endpoint: api@1"],
      [nack("endpoint", "api: bad"), "refused endpoint api"],
      [ack("cluster"), "rejected 1 endpoint api: api: bad"],
      [now(2, cluster("api", "2"), endpoints("api")), "cluster: api@2", "endpoint: api@1"],
    ));

  test("a refusal that names nobody is narrowed down by halves", () =>
    story(
      [now(1, staticCluster("a"), staticCluster("b"), staticCluster("c"), staticCluster("d"))],
      [ask("cluster"), "cluster: a@1 b@1 c@1 d@1"],
      [nack("cluster", "Proto constraint"), "refused cluster a b c d", "cluster: a@1 b@1"],
      [nack("cluster", "Proto constraint"), "refused cluster a b", "cluster: a@1"],
      [nack("cluster", "Proto constraint"), "refused cluster a", "cluster: b@1"],
      [ack("cluster"), "cluster: c@1 d@1"],
      [ack("cluster"), "rejected 1 cluster a: Proto constraint"],
    ));

  test("what was refused together with a removal leaves the removal to be done", () =>
    story(
      [now(1, listener("l", [], "1"))],
      [reconnect("cluster", {})],
      [reconnect("listener", { old: "1" }), "listener: l@1 -old"],
      [nack("listener", "l: bad"), "refused listener l", "rejected 1 listener l: l: bad"],
      [now(2, listener("l", [], "2")), "listener: l@2 -old"],
      [ack("listener"), "acknowledged 2"],
    ));

  test("a refused listener keeps old ones from being removed, but not endpoints from moving", () =>
    story(
      ...connected,
      [
        now(2, cluster("api"), endpoints("api"), listener("new", ["r"]), route("r", ["api"])),
        "listener: new@1",
      ],
      [nack("listener", "new: bad"), "refused listener new", "rejected 2 listener new: new: bad"],
      [
        now(3, cluster("api"), endpoints("api", "2", 0), listener("new", ["r"]), route("r", ["api"])),
        "endpoint: api@2",
      ],
      [ack("endpoint"), "rejected 3 listener new: new: bad"],
    ));
});

describe("subscriptions", () => {
  test("a name asked for again is sent again, although nothing changed", () =>
    story(
      ...connected,
      [ask("route", "r"), "route: r@1"],
      [ack("route")],
      [ask("endpoint", "api"), "endpoint: api@1"],
    ));

  test("two secret requests before the first reply make one reply", () =>
    story(
      [now(1, secret("leaf"))],
      [ask("secret", "leaf"), "secret: leaf@1"],
      [ask("secret", "leaf")],
      [ack("secret"), "acknowledged 1"],
    ));

  test("a name without a resource is said to be absent once, and sent when it appears", () =>
    story(
      [now(1)],
      [ask("secret", "leaf"), "secret: -leaf"],
      [ack("secret"), "acknowledged 1"],
      [now(2), "acknowledged 2"],
      [now(3, secret("leaf")), "secret: leaf@1"],
      [ack("secret"), "acknowledged 3"],
      [now(4), "secret: -leaf"],
      [ack("secret"), "acknowledged 4"],
    ));

  test("a stale nonce answers nothing, but its subscriptions count", () =>
    story(
      [now(1, route("a", []), route("b", []))],
      [ask("route", "a"), "route: a@1"],
      [request("route", { nonce: "stale", error: "bad", subscribe: ["b"] })],
      [ack("route"), "route: b@1"],
      [ack("route"), "acknowledged 1"],
    ));

  test("a name given up while it is on its way is not taken for held", () =>
    story(
      [now(1, route("a", []))],
      [ask("route", "a"), "route: a@1"],
      [drop("route", "a")],
      [ack("route")],
      [ask("route", "a"), "route: a@1"],
      [ack("route"), "acknowledged 1"],
    ));

  test("clusters asked for by name leave the others out; the wildcard brings them", () =>
    story(
      [now(1, staticCluster("a"), staticCluster("b"))],
      [ask("cluster", "a"), "cluster: a@1"],
      [ack("cluster"), "acknowledged 1"],
      [ask("cluster", "*"), "cluster: b@1"],
      [ack("cluster")],
      [drop("cluster", "*")],
      [ask("cluster", "b"), "cluster: b@1"],
    ));

  test("a name given up under the wildcard is told again, as it is now", () =>
    story(
      [now(1, staticCluster("a"))],
      [ask("cluster", "*", "a", "b"), "cluster: a@1 -b"],
      [ack("cluster"), "acknowledged 1"],
      [drop("cluster", "a"), "cluster: a@1"],
    ));

  test("a provisional resource does not replace what the client has", () =>
    story(
      [
        now(
          1,
          cluster("a"),
          provisional(endpoints("a", "9")),
          cluster("b"),
          provisional(endpoints("b", "9")),
        ),
      ],
      [reconnect("cluster", { a: "1", b: "1" })],
      [reconnect("endpoint", { a: "1" })],
      [ask("endpoint", "b"), "endpoint: b@9"],
      [ack("endpoint"), "acknowledged 1"],
      [now(2, cluster("a"), endpoints("a", "9"), cluster("b"), endpoints("b", "9")), "endpoint: a@9"],
    ));

  test("a type that no snapshot carries is mentioned once", () =>
    story([now(1)], [request("t/scoped", {}), "unknown type t/scoped"], [request("t/scoped", {})]));

  test("a stream that asks for too much is ended", () =>
    story(
      [now(1)],
      [
        request("secret", { subscribe: ["x".repeat(2_049)] }),
        "violation: A resource name or version may have at most 2048 characters (type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret).",
      ],
      [
        request("secret", { subscribe: Array.from({ length: 100_001 }, (_, index) => `s${index}`) }),
        "violation: A stream may subscribe to at most 100000 resources of a type (type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret).",
      ],
    ));
});

/** Leads to `api`. */
function tcpListener(name: string, version: string, message: object = {}): Resource {
  return listener(name, [], version, { cluster: "api", ...message });
}

function addressOf(listenerName: string): object {
  return { socket_address: { address: "127.0.0.1", port_value: listenerName } };
}
