import { expect, test } from "@jest/globals";
import { decodeDocuments } from "../../../src/config/decode-documents.ts";
import {
  envoyVersionText,
  parseEnvoyVersion,
  supportedEnvoyVersions,
} from "../../../src/graph/envoy-version.ts";
import { linkMesh } from "../../../src/graph/link-mesh.ts";
import { parseDocument } from "../../../src/language/parse-document.ts";
import { drawn } from "../../support/check-document.ts";

const everyVersion = supportedEnvoyVersions.map(envoyVersionText);

/** The supported versions that refuse a document, with what they say. */
function refusals(text: string): readonly (readonly [string, readonly string[]])[] {
  const body = parseDocument({ filename: "mesh.hcl", text }).value;
  const decoded = decodeDocuments([body], new Map()).value;
  return supportedEnvoyVersions.flatMap((version) => {
    const found = linkMesh(decoded, version).diagnostics.map(drawn);
    return found.length > 0 ? [[envoyVersionText(version), found] as const] : [];
  });
}

test.each([
  ["X25519", []],
  ["X25519MLKEM768", []],
  ["P-224", ["1.38", "1.39", "1.40"]],
  ["X25519Kyber768Draft00", ["1.39", "1.40"]],
  ["MLKEM1024", ["1.36", "1.37"]],
])("the curve %s", (curve, versions) => {
  const text = `mesh {
  tls {
    incoming { ecdh_curves = ["${curve}"] }
  }
}`;
  expect(refusals(text)).toEqual(
    versions.map((version) => [version, [`3:31 MESH3047 Envoy ${version} lacks the curve ${curve}`]]),
  );
});

test.each([
  ["1.36", "1.36"],
  ["1.40", "1.40"],
  ["1.38.3", "1.38"],
  ["v1.39.1", "1.39"],
  ["1.40.0-dev", "1.40"],
  ["1.35", undefined],
  ["1.41.0", undefined],
  ["2.36", undefined],
  ["1", undefined],
  ["", undefined],
  ["1.36.", undefined],
  ["latest", undefined],
])("the version %p is %p", (text, expected) => {
  const version = parseEnvoyVersion(text);
  expect(version && envoyVersionText(version)).toBe(expected);
});

test("the supported versions are in order, without a gap", () => {
  expect(everyVersion).toEqual(["1.36", "1.37", "1.38", "1.39", "1.40"]);
});
