import { describe, expect, test } from "@jest/globals";
import {
  checkDocument,
  compileDocuments,
  drawn as drawnOf,
  onlyDiagnostic,
  underlined,
} from "../../support/check-document.ts";
import type { Documents } from "../../support/check-document.ts";

const entry = (text: string): Documents => ({
  "entry.hcl": text,
  "services.hcl": 'service "api" {\n  port = 9090\n  protocol = "http"\n}\n',
});
const definition = (more: string): string =>
  `service {\n  name = "api"\n  port = 9090\n  connect { sidecar_service {} }\n  ${more}\n}`;

describe("configuration entries", () => {
  test.each([
    ["an unknown kind", 'Kind = "service-spliter"\nName = "api"', ["1:8 MESH2002 Unknown kind"]],
    ["a kind that is no text", "Kind = 1", ["1:8 MESH2001 Wrong type"]],
    [
      "a kind without a schema",
      'Kind = "ingress-gateway"\nName = "edge"',
      ["1:8 MESH2008 ingress-gateway is not yet supported"],
    ],
    [
      "an unknown field",
      'Kind = "service-splitter"\nName = "api"\nSplits = [{ Weight = 100 Colour = "red" }]',
      ["3:26 MESH2006 Unknown field"],
    ],
    [
      "a misspelt field that is required",
      'Kind = "service-splitter"\nName = "api"\nSplit = [{ Weight = 100 }]',
      ["3:1 MESH2006 Unknown field"],
    ],
    ["a missing list", 'Kind = "service-splitter"\nName = "api"', ["1:1 MESH2005 Missing Splits"]],
    ["a missing name", 'Kind = "service-resolver"', ["1:1 MESH2005 Missing Name"]],
    [
      "a wrong type",
      'Kind = "service-splitter"\nName = "api"\nSplits = [{ Weight = "much" }]',
      ["3:22 MESH2001 Wrong type"],
    ],
    [
      "a malformed name in a map",
      'Kind = "service-resolver"\nName = "api"\nSubsets = { "V 1" = {} }',
      ["3:13 MESH2003 Malformed name in Subsets"],
    ],
    [
      "a malformed duration",
      'Kind = "service-resolver"\nName = "api"\nConnectTimeout = "5 seconds"',
      ["3:18 MESH2003 Malformed ConnectTimeout"],
    ],
    [
      "one field in two spellings",
      'Kind = "service-resolver"\nName = "api"\nname = "web"',
      ["3:1 MESH2007 name is given twice"],
    ],
    [
      "an object given twice",
      'Kind = "service-resolver"\nName = "api"\nRedirect { Service = "api" }\nRedirect { Service = "web" }',
      ["3:1 MESH3010 Redirect to itself", "4:10 MESH2007 Given twice"],
    ],
    [
      "proxy-defaults of another name",
      'Kind = "proxy-defaults"\nName = "all"',
      ["2:8 MESH2002 Unsupported Name"],
    ],
    [
      "a syntax error hides what is missing",
      'Kind = "service-splitter"\nName = "api"\nSplits = [{ Weight = }]',
      ["3:20 MESH1011 Missing value"],
    ],
    [
      "a namespace",
      'Kind = "service-resolver"\nName = "api"\nNamespace = "team-a"',
      ["3:1 MESH2008 Namespace is not yet supported"],
    ],
  ])("%s", (name, text, expected) => {
    const found = compileDocuments(entry(text)).diagnostics.filter(
      ({ subject }) => subject?.file.filename === "entry.hcl",
    );
    expect([name, found.map(drawnOf)]).toEqual([name, expected]);
  });

  test("a suggestion is in the form of the document", () => {
    const camel = 'Kind = "service-resolver"\nName = "api"\nConectTimeout = "5s"';
    expect(onlyDiagnostic(entry(camel))).toMatchObject({
      detail:
        'A service-resolver has no field "ConectTimeout". Did you mean "ConnectTimeout"? Correct or remove it.',
      fix: { replacement: "ConnectTimeout" },
    });
    const snake = 'kind = "service-resolver"\nname = "api"\nconect_timeout = "5s"';
    expect(onlyDiagnostic(entry(snake)).detail).toContain('Did you mean "connect_timeout"?');
  });

  test("in JSON alike", () => {
    const documents = {
      "entry.json":
        '{\n  "Kind": "service-resolver",\n  "Name": "api",\n  "DefaultSubset": 1.5,\n  "x": 1\n}',
    };
    checkDocument({ ...documents, "s.hcl": 'service "api" { port = 1 }' }, [
      "4:20 MESH3003 Reference to an undeclared subset",
      "5:3 MESH2006 Unknown field",
    ]);
  });
});

describe("service definitions", () => {
  test.each([
    [
      "an agent's own settings",
      `${definition("")}\ndata_dir = "/tmp"\nports { http = 1 }`,
      ["7:1 MESH2006 warning Settings of an agent"],
    ],
    ["a misspelt member", `${definition("")}\nservcies = []`, ["7:1 MESH2006 Unknown field"]],
    [
      "a syntax error, which hides what its definition would be",
      `${definition('id = "b"\n  check { tcp = }')}\n${definition('prot = "x"')}`,
      ["6:15 MESH1011 Missing value", "12:3 MESH2006 Unknown field"],
    ],
    ["a definition that is no object", "services = [1]", ["1:13 MESH2001 Wrong type"]],
    [
      "a missing port",
      'service {\n  name = "api"\n  connect { sidecar_service {} }\n}',
      ["1:1 MESH2005 Missing port"],
    ],
    ["an unknown field", definition('prot = "http"'), ["5:3 MESH2006 Unknown field"]],
    [
      "no sidecar",
      'service {\n  name = "api"\n  port = 1\n}',
      ['1:1 MESH2025 warning Sidecar of "api" not asked for'],
    ],
    ["a field nothing renders", definition('token = "t"'), ["5:3 MESH2008 token is not yet supported"]],
    [
      "a proxy registered apart",
      'service {\n  name = "p"\n  port = 1\n  kind = "connect-proxy"\n}',
      ['4:10 MESH2008 kind = "connect-proxy" is not yet supported'],
    ],
    ["a check that does not ask", definition('check { name = "x" }'), ["5:9 MESH2005 Missing http or tcp"]],
    [
      "a check that asks twice",
      definition('check { http = "http://localhost" tcp = "localhost:1" }'),
      ["5:9 MESH2005 Both http and tcp"],
    ],
    [
      "a check of another host",
      definition('check { http = "http://example.com/" }'),
      ["5:18 MESH2008 http check of another host is not yet supported"],
    ],
    [
      "a check by TLS",
      definition('check { http = "https://localhost/" }'),
      ["5:18 MESH2008 https is not yet supported"],
    ],
    ["a malformed URL", definition('check { http = "localhost:8080" }'), ["5:18 MESH2003 Malformed http"]],
    ["a malformed address", definition('check { tcp = "localhost" }'), ["5:17 MESH2003 Malformed tcp"]],
    [
      "a check nothing runs",
      definition('check { grpc = "localhost:9090" }'),
      ["5:11 MESH2008 grpc is not yet supported"],
    ],
    [
      "a check of the machine",
      `${definition("")}\ncheck { tcp = "localhost:22" }`,
      ["7:1 MESH2008 check without service_id is not yet supported"],
    ],
    [
      "a check of an unknown service",
      `${definition("")}\ncheck {\n  service_id = "apy"\n  tcp = "localhost:22"\n}`,
      ["7:1 MESH2002 Check of an unknown service"],
    ],
    [
      "a port out of range, where it was written",
      'service { name = "api" port = 9090 connect { sidecar_service { port = 70000 } } }',
      ["1:71 MESH2004 port is out of range"],
    ],
    [
      "definitions that differ",
      `${definition('id = "a"')}\n${definition('id = "b"\n  check { tcp = "localhost:9090" }')}`,
      ["12:9 MESH2024 Definitions with different checks"],
    ],
    [
      "two instances of one id",
      `${definition("")}\n${definition("")}`,
      ["7:9 MESH3012 Two instances with one id"],
    ],
  ])("%s", (name, text, expected) => {
    const found = compileDocuments(text).diagnostics.map(drawnOf);
    expect([name, found]).toEqual([name, expected]);
  });

  test("definitions that differ name both", () => {
    const text = `${definition('id = "a"\n  check { tcp = "localhost:1" }')}\n${definition('id = "b"\n  check { tcp = "localhost:2" }')}`;
    const diagnostic = compileDocuments(text).diagnostics.find(({ code }) => code === "MESH2024");
    expect(diagnostic && underlined(diagnostic).related).toEqual([
      'The first definition is here. { tcp = "localhost:1" }',
    ]);
  });
});

describe("names that nobody declares", () => {
  const intentions =
    'Kind = "service-intentions"\nName = "api"\nSources = [{ Name = "web" Action = "allow" }]';

  test("are only warned of in a Consul document, where a service may register later", () =>
    checkDocument(entry(intentions), ["3:21 MESH3002 warning Reference to an undeclared service"]));

  test("are an error in mesh blocks", () =>
    checkDocument(entry('intentions "api" {\n  source "web" { action = "allow" }\n}'), [
      "2:10 MESH3002 Reference to an undeclared service",
    ]));

  test("and none where the source or the destination is external", () => {
    checkDocument(
      entry('intentions "api" {\n  source "web" {\n    action   = "allow"\n    external = true\n  }\n}'),
      [],
    );
    checkDocument(entry('intentions "db" {\n  external = true\n  source "api" { action = "allow" }\n}'), []);
  });
});
