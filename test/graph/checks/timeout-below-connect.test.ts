import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const resolver = (...lines: readonly string[]): string =>
  `resolver "a" {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
const router = 'router "a" {\n  route {\n    destination { request_timeout = "1s" }\n  }\n}\n';

test.each([
  ["more time for the request", resolver('connect_timeout = "1s"', 'request_timeout = "3s"')],
  ["any time for the request", resolver('connect_timeout = "1s"', 'request_timeout = "0s"')],
  ["nothing said of the connection", resolver('request_timeout = "3s"')],
  ["nothing said of the request", resolver('connect_timeout = "20s"')],
])("accepted: %s", (_, text) => checkDocument(withServices(text, "a"), []));

const summary = "MESH3070 warning This timeout is shorter than that of the connection";

test.each([
  ["of the resolver", resolver('connect_timeout = "5s"', 'request_timeout = "3s"'), `3:21 ${summary}`],
  ["of a route", router + resolver('connect_timeout = "5s"'), `3:37 ${summary}`],
])("told: %s", (_, text, expected) => checkDocument(withServices(text, "a"), [expected]));

test("the message names both", () => {
  const diagnostic = onlyDiagnostic(
    withServices(resolver('connect_timeout = "5s"', 'request_timeout = "2500ms"'), "a"),
  );
  expect(diagnostic.detail).toBe(
    'A request to "a" may take 2500ms, and a connection to it 5s. Shorten the connect_timeout, or lengthen this one.',
  );
  expect(underlined(diagnostic).related).toEqual(['The connection\'s is here. "5s"']);
});
