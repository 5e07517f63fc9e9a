import { describe, test } from "@jest/globals";
import { checkDocument } from "../support/check-document.ts";
import type { Documents } from "../support/check-document.ts";

const web = 'service "web" {\n  port = 8080\n  upstream "api" { local_bind_port = 9000 }\n}\n';
const toApi = 'intentions "api" {\n  source "web" { action = "allow" }\n}\n';

describe("a block whose type is misspelt is the only mistake of what refers to it", () => {
  test.each<[string, Documents, readonly string[]]>([
    [
      "a service",
      `servce "api" {\n  port    = 1\n  address = "10.0.0.2"\n}\n${web}${toApi}`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a service whose name is an argument",
      `servce "x" {\n  name = "api"\n  port = 1\n}\n${web}`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a service that is repeated",
      `servce "x" {\n  for_each = {}\n}\n${web}`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a service without its label",
      `servce {\n  port = 1\n}\n${web}`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a type that resembles none",
      `workload "api" {\n  port = 1\n}\n${web}`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a service in JSON",
      { "mesh.hcl": web, "mesh.hcl.json": '{ "servce": { "api": { "port": 1 } } }' },
      ["1:3 MESH1040 Unsupported argument"],
    ],
    [
      "a variable",
      'varible "port" {\n  default = 1\n}\nservice "web" { port = var.port }\n',
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "locals",
      'local {\n  port = 1\n}\nservice "web" { port = local.port }\n',
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "a module",
      `modul "m" {\n  source = "./m"\n}\n${web}service "b" { port = module.m.port }\n`,
      ["1:1 MESH1041 Unsupported block type"],
    ],
    [
      "another kind than the one that is missing",
      `splittr "api" {}\n${web}`,
      ["1:1 MESH1041 Unsupported block type", "4:12 MESH3002 Reference to an undeclared service"],
    ],
    [
      "an entry of another name",
      `servce "cart" {}\n${web}`,
      ["1:1 MESH1041 Unsupported block type", "4:12 MESH3002 Reference to an undeclared service"],
    ],
  ])("%s", (_, documents, expected) => checkDocument(documents, expected));
});
