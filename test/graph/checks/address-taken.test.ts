import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

test.each([
  [
    "sidecars with ports of their own",
    `service "web" {
  port = 8080
  instance "a" { sidecar_port = 21000 }
  instance "b" {
    port         = 8081
    sidecar_port = 21001
  }
}`,
  ],
  [
    "one port on two machines",
    `service "web" {
  port = 8080
  instance "a" { address = "10.0.0.1" }
  instance "b" { address = "10.0.0.2" }
}`,
  ],
  [
    "one port at two loopback addresses",
    `service "web" {
  port = 8080
  upstream "api" {
    local_bind_port    = 9000
    local_bind_address = "127.0.0.2"
  }
  upstream "web" {
    local_bind_port    = 9000
    local_bind_address = "127.0.0.3"
  }
}
service "api" {
  port    = 8080
  address = "10.0.0.1"
}`,
  ],
  [
    "an upstream beside instances on two machines",
    `service "web" {
  port = 8080
  instance "a" { address = "10.0.0.1" }
  instance "b" { address = "10.0.0.2" }
  upstream "web" { local_bind_port = 9000 }
}`,
  ],
])("allowed: %s", (_, text) => checkDocument(text, []));

test.each([
  [
    "two sidecars with the default port",
    `service "web" { port = 8080 }
service "api" { port = 8081 }`,
    // Services are taken by name.
    ["1:1 MESH3013 Port 21000 is taken"],
  ],
  [
    "two instances with the service's port",
    `service "web" {
  port = 8080
  instance "a" {}
  instance "b" { sidecar_port = 21001 }
}`,
    ["4:3 MESH3013 Port 8080 is taken"],
  ],
  [
    "a sidecar at its own application's port",
    `service "web" {
  port = 21000
}`,
    ["1:1 MESH3013 Port 21000 is taken"],
  ],
  [
    "an upstream at the application's port",
    `service "web" {
  port = 8080
  upstream "web" { local_bind_port = 8080 }
}`,
    ["3:3 MESH3013 Port 8080 is taken"],
  ],
  [
    "two upstreams, one of them at every address",
    `service "web" {
  port = 8080
  upstream "web" { local_bind_port = 9000 }
  upstream "api" {
    local_bind_port    = 9000
    local_bind_address = "0.0.0.0"
  }
}
service "api" {
  port    = 8080
  address = "10.0.0.1"
}`,
    ["4:3 MESH3013 Port 9000 is taken"],
  ],
  [
    "an upstream of two instances on one machine",
    `service "web" {
  port = 8080
  instance "a" {}
  instance "b" {
    port         = 8081
    sidecar_port = 21001
  }
  upstream "web" { local_bind_port = 9000 }
}`,
    ["8:3 MESH3013 Port 9000 is taken"],
  ],
])("refused: %s", (_, text, expected) => checkDocument(text, expected));

test("a broken service's ports are not judged, and neither are those of two instances with one id", () => {
  checkDocument(
    `service "web" {
  port = 8080
  instance "a" { sidecar_prt = 21001 }
  instance "b" { port = 8081 }
}`,
    ["3:18 MESH1040 Unsupported argument"],
  );
  checkDocument(
    `service "web" {
  port = 8080
  instance "a" {}
  instance "a" {}
}`,
    ["4:3 MESH3012 Two instances with one id"],
  );
});

test("the message names both and points at the first", () => {
  const diagnostic = onlyDiagnostic(`service "web" {
  port = 8080
  upstream "web" { local_bind_port = 21000 }
}`);
  expect(diagnostic.detail).toBe(
    'The upstream "web" of "web" would listen on port 21000 at 127.0.0.1, where the sidecar of "web" already does. Give one of them another port (sidecar_port, port, local_bind_port or listener_port).',
  );
  expect(underlined(diagnostic)).toEqual({
    subject: 'upstream "web"',
    related: ['Taken here by the sidecar of "web". service "web"'],
  });
});
