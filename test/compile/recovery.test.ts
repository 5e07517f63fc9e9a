import { describe, expect, test } from "@jest/globals";
import { checkDocument } from "../support/check-document.ts";
import type { Documents } from "../support/check-document.ts";

interface Row {
  readonly name: string;
  readonly documents: Documents;
  /** Ten, in source order. */
  readonly found: readonly string[];
}

/** Ten independent mistakes each. */
const rows: readonly Row[] = [
  {
    name: "every layer once or twice",
    documents: `variable "port" { type = integer }
locals { half = 1 / 0 }
service "web" {
  port     = 80800
  protocol = "htp"
  upstream "apy" { local_bind_port = 9001 }
}
service "api" {
  port = 9090 +
}
servise "shop" {
  port = 8080
}
service "cart" {
  port    = 7070
  address = "10.0.0.3"
  prot    = "http"
}
splitter "pay" {
  split { weight = 90 }
}
service "pay" {
  port     = 7071
  protocol = "http"
  address  = "10.0.0.4.5"
}
`,
    found: [],
  },
  {
    name: "syntax errors in ten blocks",
    documents: `service "a" {
  port = ;
}
service "b" {
  port = [1 2]
}
service "c" {
  port: 8080
}
service "d" {
  port = "8080
}
service "e" {
  port = 8080 protocol = "http"
}
service "f" {
  port = (8080
}
service "g" {
  port = 10.0.0.7
}
service "h" {
  port = local.
}
service "i" {
  meta = { a = "\\q" }
}
service j" {
  port = 8080
}
`,
    found: [],
  },
  {
    name: "texts, heredocs and templates left open, each in its block",
    documents: `locals {
  a = "\${local.x"
}
locals {
  b = "%{ if true }x"
}
locals {
  c = "%{ when true }x"
}
locals {
  d = <<EOT
  never closed
}
locals {
  e = "open
}
locals {
  f = 'single'
}
locals {
  g = { a = "b }
}
locals {
  h = [1, 2
}
locals {
  i = upper("a"
}
locals {
  j = 1 +
}
`,
    found: [],
  },
  {
    name: "expressions",
    documents: `locals {
  a = var.prt
  b = local.nope
  c = uper("x")
  d = upper()
  e = 1 / 0
  f = "x" + 1
  g = [1, 2][5]
  h = { a = 1 }.b
  i = "\${[1]}"
  j = [for x in 5 : x]
}
service "web" { port = 8080 }
variable "port" { default = 1 }
`,
    found: [],
  },
  {
    name: "what follows from a broken value is not reported",
    documents: `variable "first" {
  type    = number
  default = "one"
}
variable "second" { type = nmber }
locals {
  third  = var.thrd
  fourth = local.third + 1
  fifth  = jsondecode("{")
}
service "web" {
  port     = var.first
  protocol = local.third
  meta     = local.fifth
  upstream "api" { local_bind_port = local.fourth }
  upstream "api2" { local_bind_port = var.second }
}
service "api" {
  port    = local.missing
  address = "10.0.0.2"
}
splitter "api" {
  split { weight = 50 }
}
resolver "web" {
  subset "v1" { filter = "Service.Meta.version = v1" }
  default_subset = "v2"
}
intentions "web" {
  source "apj" { action = "alow" }
}
service "web2" {
  port = "x"
}
`,
    found: [],
  },
  {
    name: "fields and values",
    documents: `mesh { datacentre = "dc1" }
service "a" {
  port     = 0
  adress   = "10.0.0.1"
  protocol = "HTTPS"
}
service "B" { port = 1 }
service "c" {
  port = 8080
  meta { a = "b" }
  check "http" { interval = "10 s" }
  check "grpc" {}
  instance "c" { sidecar_port = "x" }
}
service "d" {
  port    = 1
  address = ""
}
splitter {
  split { weight = 100 }
}
`,
    found: [],
  },
  {
    name: "names that are misspelt",
    documents: `service "web" {
  port     = 8080
  protocol = "http"
  upstrem "api" { local_bind_port = 9001 }
}
service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  meta     = { version = "v1" }
}
resolver "api" {
  default_subst = "v1"
  subset "v1" { filtr = "Service.Meta.version == v1" }
}
splitter "apo" {
  split { weight = 100 }
}
intentions "apii" {
  source "web" { action = "allow" }
}
intentions "api" {
  source "wbe" { action = "allow" }
  source "web" { actoin = "allow" }
}
resolver "web" {
  redirect { service = "appi" }
}
locals { x = loweer("A") }
varible "x" {}
service "cart" {
  port    = 1
  address = "10.0.0.9"
  check "htp" {}
}
`,
    found: [],
  },
  {
    name: "splits, resolvers and intentions",
    documents: `service "a" {
  port     = 8080
  protocol = "http"
}
service "b" {
  port    = 9090
  address = "10.0.0.2"
}
splitter "a" {
  split { weight = 60 }
  split {
    weight = 60
    subset = "v9"
  }
}
splitter "b" {
  split { weight = 100 }
}
resolver "a" {
  subset "v1" { filter = "Service.Mta.x == 1" }
  failover "*" {}
  failover "v7" { service = "b" }
  connect_timeout = "0s"
}
resolver "b" {
  redirect { service = "b" }
}
intentions "a" {
  source "b" {
    action = "allow"
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
  source "zz" { action = "allow" }
}
`,
    found: [],
  },
  {
    name: "ports, addresses and instances",
    documents: `service "a" { port = 8080 }
service "b" { port = 8080 }
service "a" { port = 1 }
service "c" {
  port    = 7000
  address = "nowhere"
  instance "c1" {}
  instance "c1" {}
}
service "d" {
  port    = 7000
  address = "10.0.0.4"
  upstream "a" {
    local_bind_port    = 7000
    local_bind_address = "0.0.0.0"
  }
  upstream "a" { local_bind_port = 7001 }
  check "tcp" {
    path     = "/"
    interval = "1ms"
    timeout  = "48h"
  }
}
service "e" {
  port    = 65536
  address = "10.0.0.5"
}
`,
    found: [],
  },
  {
    name: "JSON",
    documents: {
      "mesh.json": `{
  "mesh": { "datacentre": "dc1" },
  "service": {
    "web": { "port": "x", "protocol": "htp" },
    "api": { "port": 9090, "address": "here", "upstream": { "wep": { "local_bind_port": 70000 } } },
    "Cart": { "port": 1, "address": "10.0.0.3" }
  },
  "splitter": { "api": { "split": [{ "weight": "\${1 +}" }] } },
  "resolver": { "api": { "subset": { "v1": { "filter": "a ==" } } } },
  "locals": { "x": "\${uper(1)}" }
}
`,
    },
    found: [],
  },
  {
    name: "several files",
    documents: {
      "a.hcl": `service "web" {
  port = 8080
  prot = "http"
}
locals { x = 1 }
service "dup" {
  port    = 1
  address = "10.0.0.2"
}
`,
      "b.hcl": `locals { x = 2 }
service "dup" {
  port    = 2
  address = "10.0.0.3"
}
service "c" {
  port = 
}
`,
      "c.hcl": `/* open
`,
      "d.json": `{ "service": { "j": { "port": "\${local.y}" } } }
`,
      "e.hcl": `intentions "wev" {
  source "dup" { action = "maybe" }
}
variable "v" {
  type = map(string
}
locals { z = try() }
`,
    },
    found: [],
  },
  {
    name: "repetition and modules",
    documents: `service "a" {
  for_each = ["x"]
  port     = 1
}
service "b" {
  count = -1
  port  = 1
}
service "c" {
  count    = 1
  for_each = {}
  port     = 1
}
service "d" {
  port = each.value
}
service "e" {
  for_each = toset(["p", "q"])
  port     = 1
  address  = "10.0.0.\${index(["p", "q"], each.key) + 1}"
}
module "m" { source = "elsewhere" }
module "n" { source = "./nowhere" }
module "o" {}
service "f" {
  port    = 1
  address = "10.0.1.1"
  dynamic "upstrem" {
    for_each = [1]
    content {}
  }
  dynamic "check" {
    for_each = [1]
    labels   = ["tcp"]
  }
}
`,
    found: [],
  },
];

describe("ten independent mistakes are ten diagnostics", () => {
  test("in each of the files", () => {
    expect(rows.map(({ name, found }) => [name, found.length])).toEqual(rows.map(({ name }) => [name, 10]));
  });

  test.each(rows)("$name", ({ documents, found }) => {
    checkDocument(documents, found);
  });
});
