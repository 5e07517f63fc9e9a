import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

/** web calls api, api calls db; each speaks the protocol. */
const mesh = (text: string, protocol = "http"): Readonly<Record<string, string>> => ({
  "mesh.hcl": text,
  "services.hcl": ["web", "api", "db"]
    .map((name, position, names) => {
      const next = names[position + 1];
      const upstream = next === undefined ? "" : `  upstream "${next}" { local_bind_port = 9001 }\n`;
      return `service "${name}" {\n  port     = 8080\n  protocol = "${protocol}"\n  address  = "10.0.0.${position + 1}"\n${upstream}}\n`;
    })
    .join(""),
});
const timeouts = (api: string, db: string): string =>
  `resolver "api" { request_timeout = "${api}" }\nresolver "db" { request_timeout = "${db}" }`;
const routed = (name: string, ...routes: readonly string[]): string =>
  `router "${name}" {\n${routes.map((timeout) => `  route {\n    match {\n      http { path_prefix = "/${timeout}" }\n    }\n    destination { request_timeout = "${timeout}" }\n  }\n`).join("")}}\n`;

test.each([
  ["nothing said", mesh("")],
  ["shorter inside", mesh(timeouts("5s", "3s"))],
  ["equal", mesh(timeouts("5s", "5s"))],
  ["shorter than what holds for all", mesh('resolver "db" { request_timeout = "14s" }')],
  ["callers who wait for ever", mesh(timeouts("0s", "60s"))],
  ["short callers, and nothing said inside", mesh('resolver "api" { request_timeout = "3s" }')],
  [
    "callers of one route wait as long",
    mesh(`${routed("api", "1s", "30s")}resolver "db" { request_timeout = "20s" }`),
  ],
  ["callers who are not called themselves", mesh('resolver "api" { request_timeout = "60s" }')],
  ["calls of grpc, whose deadline is passed on", mesh('resolver "db" { request_timeout = "60s" }', "grpc")],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

const summary = "MESH3068 warning This timeout is longer than that of the callers";

test.each([
  ["longer inside", mesh(timeouts("3s", "5s")), `2:35 ${summary}`],
  ["for ever inside", mesh(timeouts("3s", "0s")), `2:35 ${summary}`],
  ["longer than what holds for all", mesh('resolver "db" { request_timeout = "20s" }'), `1:35 ${summary}`],
  [
    "one route inside",
    mesh(`${routed("db", "1s", "9s")}resolver "api" { request_timeout = "5s" }`),
    `12:37 ${summary}`,
  ],
])("told: %s", (_, documents, expected) => checkDocument(documents, [expected]));

test("the message names both lines", () => {
  const diagnostic = onlyDiagnostic(mesh(timeouts("3s", "5s")));
  expect(diagnostic.detail).toBe(
    '"api" waits 5s for "db", but its own callers wait 3s for it. Shorten this one, or lengthen the other.',
  );
  expect(underlined(diagnostic)).toEqual({
    subject: '"5s"',
    related: ['So long "api" itself is waited for. "3s"'],
  });
});

test("services that call each other in a circle are judged too", () => {
  const circle = ["a", "b"]
    .map(
      (name, position, names) =>
        `service "${name}" {\n  port     = 8080\n  protocol = "http"\n  address  = "10.0.0.${position + 1}"\n  upstream "${names[1 - position] ?? ""}" { local_bind_port = 9001 }\n}\n`,
    )
    .join("");
  checkDocument(`${circle}resolver "a" { request_timeout = "2s" }\nresolver "b" { request_timeout = "3s" }`, [
    `14:34 ${summary}`,
  ]);
});
