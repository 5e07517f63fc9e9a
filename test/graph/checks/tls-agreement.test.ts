import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";

function mesh(incoming: string, outgoing: string): string {
  return `mesh {
  tls {
    incoming {
${incoming}
}
    outgoing {
${outgoing}
}
  }
}
service "web" { port = 8080 }`;
}

const atIncoming = ["3:5 MESH3046 No TLS handshake could succeed"];

test.each([
  ["nothing said", "", "", []],
  ["the newest alone on one side", 'tls_min_version = "TLSv1_3"', "", []],
  ["the older alone on both", 'tls_max_version = "TLSv1_2"', 'tls_max_version = "TLSv1_2"', []],
  ["one that both have", 'tls_max_version = "TLSv1_2"', 'tls_min_version = "TLSv1_1"', []],
  ["no version in common", 'tls_min_version = "TLSv1_3"', 'tls_max_version = "TLSv1_2"', atIncoming],
  [
    "older than the other side's default",
    'tls_min_version = "TLSv1_0"\ntls_max_version = "TLSv1_1"',
    "",
    atIncoming,
  ],
  [
    "the oldest newer than the newest",
    'tls_min_version = "TLSv1_3"\ntls_max_version = "TLSv1_2"',
    "",
    atIncoming,
  ],
  ["one curve in common", 'ecdh_curves = ["P-256", "X25519"]', 'ecdh_curves = ["X25519"]', []],
  ["curves of one side", 'ecdh_curves = ["P-521"]', "", []],
  ["no curve in common", 'ecdh_curves = ["P-256"]', 'ecdh_curves = ["X25519"]', atIncoming],
  ["suites of no use, beside TLS 1.3", 'cipher_suites = ["AES128-SHA"]', "", []],
  ["suites of no use, alone", 'cipher_suites = ["AES128-SHA"]\ntls_max_version = "TLSv1_2"', "", atIncoming],
  [
    "no suite in common",
    'cipher_suites = ["ECDHE-ECDSA-AES128-SHA"]\ntls_max_version = "TLSv1_2"',
    'cipher_suites = ["ECDHE-ECDSA-AES256-SHA"]',
    atIncoming,
  ],
])("%s", (_, incoming, outgoing, expected) => checkDocument(mesh(incoming, outgoing), expected));

test("what is at odds is said", () => {
  expect(onlyDiagnostic(mesh('tls_min_version = "TLSv1_3"', 'tls_max_version = "TLSv1_2"'))).toMatchObject({
    detail:
      "`incoming` and `outgoing` have no version of TLS in common. No service could reach another. Let them overlap.",
    related: [{ message: "The other direction is here." }],
  });
});
