import { X509Certificate, createPrivateKey, sign, verify } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { positiveInteger } from "../../../src/terraform/wire/plugin/der.ts";
import { handshakeLine, readHandshake } from "../../../src/terraform/wire/plugin/handshake.ts";
import { createOwnCertificate } from "../../../src/terraform/wire/plugin/own-certificate.ts";
import { pluginLogger } from "../../../src/terraform/wire/plugin/plugin-log.ts";

const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

describe("the handshake", () => {
  const started = { TF_PLUGIN_MAGIC_COOKIE: cookie, PLUGIN_PROTOCOL_VERSIONS: "5,6" };

  test.each<[string, Record<string, string>, object | RegExp]>([
    ["started by a person", {}, /^This program is a plugin/],
    ["started with another cookie", { ...started, TF_PLUGIN_MAGIC_COOKIE: "x" }, /^This program is a plugin/],
    ["offered protocol 5 alone", { ...started, PLUGIN_PROTOCOL_VERSIONS: "5" }, /speaks protocol 6/],
    ["offered 16, which is not 6", { ...started, PLUGIN_PROTOCOL_VERSIONS: "16" }, /speaks protocol 6/],
    ["without TLS", started, { clientCertificatePem: undefined, socketDirectory: undefined }],
    [
      "with TLS",
      { ...started, PLUGIN_CLIENT_CERT: "pem", PLUGIN_UNIX_SOCKET_DIR: "/run/x" },
      { clientCertificatePem: "pem", socketDirectory: "/run/x" },
    ],
  ])("%s", (_, environment, expected) => {
    const handshake = readHandshake(environment);
    if (expected instanceof RegExp) expect(handshake).toMatch(expected);
    else expect(handshake).toEqual(expected);
  });

  test("is answered by one line, the certificate without padding", () => {
    expect(handshakeLine("/tmp/s", Uint8Array.of(1))).toBe("1|6|unix|/tmp/s|grpc|AQ");
    expect(handshakeLine("/tmp/s", undefined)).toBe("1|6|unix|/tmp/s|grpc|");
  });
});

describe("the certificate for one connection", () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const { der, pem, privateKeyPem } = createOwnCertificate(now);
  const certificate = new X509Certificate(pem);

  test("is for localhost, and signed by itself", () => {
    expect(Buffer.from(der)).toEqual(certificate.raw);
    expect(certificate.subject).toBe("CN=localhost");
    expect(certificate.subjectAltName).toBe("DNS:localhost");
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost("localhost")).toBe("localhost");
  });

  test("is valid from an hour ago for a month", () => {
    expect(Date.parse(certificate.validFrom)).toBe(now - 3_600_000);
    expect(Date.parse(certificate.validTo)).toBe(now + 30 * 24 * 3_600_000);
  });

  test("belongs to its key", () => {
    const data = Buffer.from("anything");
    const signature = sign("sha256", data, createPrivateKey(privateKeyPem));
    expect(verify("sha256", data, certificate.publicKey, signature)).toBe(true);
  });
});

test.each<[readonly number[], string]>([
  [[1], "020101"],
  [[0x80], "02020080"],
  [[0, 0, 1], "020101"],
  [[0, 0x80], "02020080"],
  [[0, 0], "020100"],
])("the integer %p has one encoding, which certificates must use", (bytes, expected) =>
  expect(Buffer.from(positiveInteger(Uint8Array.from(bytes))).toString("hex")).toBe(expected),
);

test("the log is JSON as Terraform parses it, with six digits after the second", () => {
  const lines: string[] = [];
  const logger = pluginLogger(
    (line) => lines.push(line),
    () => 0,
  );
  logger.warn("careful", { call: "ReadResource" });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      "@level": "warn",
      "@message": "careful",
      "@module": "provider",
      "@timestamp": "1970-01-01T00:00:00.000000Z",
      call: "ReadResource",
    },
  ]);
});
