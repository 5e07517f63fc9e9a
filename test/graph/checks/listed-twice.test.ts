import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const router = (match: string, destination: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n  route {\n    match {\n      http { ${match} }\n    }\n    destination {\n      ${destination}\n    }\n  }\n}`,
    "a",
  );
const retries = 'retry_on = ["5xx", "reset"]\n      retry_on_status_codes = [500, 501]';

test("each once", () => checkDocument(router('methods = ["GET", "POST"]', retries), []));

test.each([
  [
    "a method",
    router('methods = ["GET", "POST", "GET"]', retries),
    "4:40 MESH3057 GET is listed twice in methods",
  ],
  [
    "a condition",
    router('methods = ["GET"]', 'retry_on = ["5xx", "5xx"]'),
    "7:26 MESH3057 5xx is listed twice in retry_on",
  ],
  [
    "a status",
    router('methods = ["GET"]', "retry_on_status_codes = [500, 500]"),
    "7:37 MESH3057 500 is listed twice in retry_on_status_codes",
  ],
  [
    "a method of a permission",
    withServices(
      'intentions "a" {\n  source "b" {\n    permission {\n      action = "allow"\n      http { methods = ["PUT", "PUT"] }\n    }\n  }\n}',
      "a",
      "b",
    ),
    "5:32 MESH3057 PUT is listed twice in methods",
  ],
  [
    "a curve",
    'mesh {\n  tls {\n    incoming { ecdh_curves = ["P-256", "X25519", "P-256"] }\n  }\n}',
    "3:50 MESH3057 P-256 is listed twice in ecdh_curves",
  ],
  [
    "a cipher suite",
    'mesh {\n  tls {\n    outgoing { cipher_suites = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA"] }\n  }\n}',
    "3:59 MESH3057 ECDHE-ECDSA-AES128-SHA is listed twice in cipher_suites",
  ],
])("twice: %s", (_, documents, expected) => checkDocument(documents, [expected]));

test("the message points at the first", () => {
  expect(underlined(onlyDiagnostic(router('methods = ["GET", "GET"]', retries)))).toEqual({
    subject: '"GET"',
    related: ['First listed here. "GET"'],
  });
});
