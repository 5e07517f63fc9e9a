import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";

test.each([
  [
    "paths of one port and of several",
    `service "web" {
  port = 8080
  check "http" {}
  expose {
    checks = true
    path {
      path          = "/a"
      listener_port = 21900
    }
    path {
      path          = "/b"
      listener_port = 21900
    }
    path {
      path          = "/a"
      listener_port = 21901
    }
  }
}`,
    [],
  ],
  [
    "a path twice at a port, said once for all instances",
    `service "web" {
  port = 8080
  instance "a" { address = "10.0.0.1" }
  instance "b" { address = "10.0.0.2" }
  expose {
    path {
      path          = "/a"
      listener_port = 21900
    }
    path {
      path            = "/a"
      listener_port   = 21900
      local_path_port = 9102
    }
  }
}`,
    ['10:5 MESH3049 "/a" is exposed twice at port 21900'],
  ],
  [
    "a check beyond the last port",
    `service "web" {
  port = 8080
  instance "a" { sidecar_port = 65100 }
  check "http" { path = "/health" }
  expose { checks = true }
}`,
    ['4:3 MESH3049 No port is left for "/health" of "a"'],
  ],
  [
    "the port of an application, which is taken",
    `service "web" {
  port = 8080
  expose {
    path {
      path          = "/a"
      listener_port = 8080
    }
  }
}`,
    ["4:5 MESH3013 Port 8080 is taken"],
  ],
  [
    "the port of another instance's sidecar, which is taken",
    `service "web" {
  port = 8080
  instance "a" { sidecar_port = 21000 }
  instance "b" {
    port         = 8081
    sidecar_port = 21500
  }
  check "http" {}
  expose { checks = true }
}`,
    ["4:3 MESH3013 Port 21500 is taken"],
  ],
])("%s", (_, text, expected) => checkDocument(text, expected));
