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
    documents: `variable "port" {
  type    = integer
  default = 1
}
locals { half = 1 / 0 }
service "web" {
  port     = 80800
  protocol = "htp"
}
intentions "wob" {
  source "pay" { action = "allow" }
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
    found: [
      "2:13 MESH1060 Invalid type",
      "5:21 MESH1105 Division by zero",
      "7:14 MESH2004 port is out of range",
      "8:14 MESH2002 Unsupported value for protocol",
      "10:12 MESH3002 Reference to an undeclared service",
      "14:16 MESH1011 Missing expression",
      "16:1 MESH1041 Unsupported block type",
      "22:3 MESH1040 Unsupported argument",
      "25:20 MESH3004 Weights add up to 90, not 100",
      "30:14 MESH3024 Not an IP address",
    ],
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
    found: [
      "2:10 MESH1001 Invalid character",
      "5:13 MESH1012 Missing item separator",
      "8:7 MESH1014 Neither argument nor block",
      "11:10 MESH1005 Unclosed text",
      "14:15 MESH1015 Missing newline",
      "18:1 MESH1013 Unbalanced parentheses",
      "20:10 MESH1003 Invalid number",
      "23:16 MESH1023 Invalid attribute name",
      "26:17 MESH1006 Invalid escape sequence",
      "28:10 MESH1005 Unclosed text",
    ],
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
    found: [
      "2:8 MESH1008 Unclosed interpolation",
      "5:8 MESH1010 Unclosed if directive",
      "8:11 MESH1009 Invalid template directive",
      "11:9 MESH1007 Unclosed heredoc",
      "15:7 MESH1005 Unclosed text",
      "18:7 MESH1001 Invalid character",
      "21:13 MESH1005 Unclosed text",
      "25:1 MESH1012 Missing item separator",
      "28:1 MESH1012 Missing argument separator",
      "30:10 MESH1011 Missing expression",
    ],
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
  k = { a = 1, a = 2 }
}
service "web" { port = 8080 }
variable "port" { default = 1 }
`,
    found: [
      "2:10 MESH1101 Undeclared variable",
      "3:12 MESH1101 Undeclared local",
      "4:7 MESH1112 Unknown function",
      "5:7 MESH1113 Wrong number of arguments",
      "6:11 MESH1105 Division by zero",
      "7:7 MESH1104 Unsuitable operand",
      "8:14 MESH1103 Invalid index",
      "9:16 MESH1102 Unsupported attribute",
      "11:17 MESH1111 Not a collection",
      "12:16 MESH1110 Duplicate key",
    ],
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
}
intentions "web" {
  source "api" { action = "alow" }
}
service "web2" {
  port = "x"
}
service "api2" {
  port    = 1
  address = "10.0.0.3"
}
`,
    found: [
      "3:13 MESH1065 Default does not suit the type",
      '5:1 MESH1063 No value for the variable "second"',
      "5:28 MESH1060 Invalid type",
      "7:15 MESH1101 Undeclared variable",
      '9:23 MESH1114 Invalid argument of "jsondecode"',
      "19:18 MESH1101 Undeclared local",
      "23:20 MESH3004 Weights add up to 50, not 100",
      "26:26 MESH3014 Malformed filter",
      "29:27 MESH2002 Unsupported value for action",
      "32:10 MESH2001 Wrong type",
    ],
  },
  {
    name: "bad values beside others in the same blocks",
    documents: `service "web" {
  port      = 8080
  protocol  = "htpp"
  meta      = { ok = ["no text"], version = "v1" }
  upstream "apx" { local_bind_port = 9001 }
  upstream "api" { local_bind_port = 0 }
  upstream "api" { local_bind_port = 9003 }
  check "tcp" {}
  check "http" { interval = "10 s" }
  check "http" {
    id = "web:tcp:0"
  }
}
service "api" {
  port    = 8081
  address = "10.0.0.2"
}
resolver "api" {
  connect_timeout = "soon"
  subset "v1" { filter = "Service.Meta.version = v1" }
}
intentions "api" {
  source "wbe" { action = "allow" }
}
`,
    found: [
      "3:15 MESH2002 Unsupported value for protocol",
      "4:22 MESH2001 Wrong type",
      "5:12 MESH3002 Reference to an undeclared service",
      "6:38 MESH2004 local_bind_port is out of range",
      "7:3 MESH3023 Two upstreams with one destination",
      "9:29 MESH2003 Malformed interval",
      "11:10 MESH3035 Two checks with one id",
      "19:21 MESH2003 Malformed connect_timeout",
      "20:26 MESH3014 Malformed filter",
      "23:10 MESH3002 Reference to an undeclared service",
    ],
  },
  {
    name: "beside mistakes in required fields and on every level of a router",
    documents: `service "web" {
  port     = "eighty"
  protocol = "http"
  upstream "apii" { local_bind_port = 9001 }
}
service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
}
resolver "api" {
  default_subset = "v9"
  failover "*" { datacenters = ["dc2"] }
}
splitter "api" {
  split {
    weight = "all"
  }
}
intentions "api" {
  source "webb" { action = "alow" }
}
router "api" {
  route {
    match {
      http {
        path_prefix = "v1"
      }
    }
    destination {
      num_retries = 3
      retry_on    = ["5xy"]
    }
  }
  route {
    match {
      http {
        path_prefix = "/b"
        methods     = ["PUSH"]
      }
    }
  }
  route {
    match {
      http { path_prefix = "/b/c" }
    }
  }
}
`,
    found: [
      "2:14 MESH2001 Wrong type",
      "4:12 MESH3002 Reference to an undeclared service",
      "12:20 MESH3003 Reference to an undeclared subset",
      "13:18 MESH2008 datacenters is not yet supported",
      "17:14 MESH2001 Wrong type",
      "21:10 MESH3002 Reference to an undeclared service",
      "21:28 MESH2002 Unsupported value for action",
      "27:23 MESH2003 Malformed path_prefix",
      "32:22 MESH2002 Unsupported value for retry_on[0]",
      "39:24 MESH2002 Unsupported value for methods[0]",
    ],
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
    found: [
      "1:8 MESH1040 Unsupported argument",
      "3:14 MESH2004 port is out of range",
      "4:3 MESH1040 Unsupported argument",
      "5:14 MESH2002 Unsupported value for protocol",
      "7:9 MESH2003 Malformed name",
      "10:3 MESH1043 Argument written as a block",
      "11:29 MESH2003 Malformed interval",
      "12:33 MESH2001 Wrong type",
      "16:13 MESH2009 address is empty",
      '18:1 MESH1045 Missing name for "splitter"',
    ],
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
locals { x = loweer("A") }
varible "x" {}
service "cart" {
  port    = 1
  address = "10.0.0.9"
  check "htp" {}
}
`,
    found: [
      "4:3 MESH1041 Unsupported block type",
      "13:3 MESH1040 Unsupported argument",
      "14:17 MESH1040 Unsupported argument",
      "16:10 MESH3002 Reference to an undeclared service",
      "19:12 MESH3002 Reference to an undeclared service",
      "23:10 MESH3002 Reference to an undeclared service",
      "24:18 MESH1040 Unsupported argument",
      "26:14 MESH1112 Unknown function",
      "27:1 MESH1041 Unsupported block type",
      "31:9 MESH2002 Unsupported value for type",
    ],
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
    found: [
      "12:14 MESH3004 Weights add up to 120, not 100",
      "13:14 MESH3003 Reference to an undeclared subset",
      '16:1 MESH3006 Splitter "b" needs a service that speaks http',
      "20:26 MESH3015 Unknown field in a filter",
      "21:3 MESH3011 Failover without a destination",
      "22:3 MESH3003 Reference to an undeclared subset",
      "23:21 MESH3025 connect_timeout is out of range",
      "26:3 MESH3010 Redirect to itself",
      "29:3 MESH3017 Both an action and permissions",
      "36:10 MESH3002 Reference to an undeclared service",
    ],
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
`,
    found: [
      "2:1 MESH3013 Port 21000 is taken",
      "2:1 MESH3013 Port 8080 is taken",
      "3:1 MESH3001 Declared twice",
      "6:13 MESH3024 Not an IP address",
      "8:3 MESH3012 Two instances with one id",
      "13:3 MESH3013 Port 7000 is taken",
      "17:3 MESH3023 Two upstreams with one destination",
      "19:16 MESH3022 A tcp check has no path",
      "20:16 MESH3025 interval is out of range",
      "21:16 MESH3025 timeout is out of range",
    ],
  },
  {
    name: "JSON",
    documents: {
      "mesh.json": `{
  "mesh": { "datacentre": "dc1" },
  "service": {
    "web": { "port": "x", "protocol": "htp" },
    "api": { "port": 9090, "protocol": "http", "address": "here", "upstream": { "wep": { "local_bind_port": 7000 } } },
    "pay": { "port": 70000, "address": "10.0.0.4" },
    "Cart": { "port": 1, "address": "10.0.0.3" }
  },
  "splitter": { "api": { "split": [{ "weight": "\${1 +}" }] } },
  "resolver": { "api": { "subset": { "v1": { "filter": "a ==" } } } },
  "locals": { "x": "\${uper(1)}" }
}
`,
    },
    found: [
      "2:13 MESH1040 Unsupported argument",
      "4:22 MESH2001 Wrong type",
      "4:39 MESH2002 Unsupported value for protocol",
      "5:59 MESH3024 Not an IP address",
      "5:81 MESH3002 Reference to an undeclared service",
      "6:22 MESH2004 port is out of range",
      "7:5 MESH2003 Malformed name",
      "9:54 MESH1011 Invalid expression",
      "10:56 MESH3014 Malformed filter",
      "11:23 MESH1112 Unknown function",
    ],
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
      "e.hcl": `intentions "web" {
  source "dup" { action = "maybe" }
}
variable "v" {
  type = map(string
}
locals { z = try() }
variable "w" {}
`,
    },
    found: [
      "3:3 MESH1040 Unsupported argument",
      "1:10 MESH1061 Duplicate local",
      "2:1 MESH3001 Declared twice",
      "7:10 MESH1011 Missing expression",
      "1:1 MESH1002 Unclosed comment",
      "1:39 MESH1101 Undeclared local",
      "2:27 MESH2002 Unsupported value for action",
      "6:1 MESH1012 Missing argument separator",
      "7:14 MESH1115 No attempt succeeded",
      '8:1 MESH1063 No value for the variable "w"',
    ],
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
    found: [
      "2:14 MESH2012 Unsuitable for_each",
      "6:11 MESH2011 Unsuitable count",
      "11:3 MESH2010 Both for_each and count",
      "15:10 MESH1101 Unknown name",
      "17:1 MESH2023 Instances with one name",
      "22:23 MESH2019 Unsuitable module source",
      "23:23 MESH2020 No such module",
      "24:1 MESH1042 Missing required argument",
      "28:11 MESH2017 Unsupported block type",
      "32:3 MESH2016 Missing content block",
    ],
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
