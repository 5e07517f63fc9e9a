import { expect, test } from "@jest/globals";
import { rejectionDiagnostics } from "../../../src/cli/apply/rejection-diagnostics.ts";
import type { ApiProxy } from "../../../src/client/api-types.ts";
import { toTerraformRange } from "../../../src/diagnostics/json-writer.ts";
import type { SourceFile } from "../../../src/diagnostics/source-file.ts";
import { drawn, underlined } from "../../support/check-document.ts";

const file: SourceFile = { filename: "mesh.hcl", text: '# Größe 🙂\nservice "web" {}\nupstream "api" {}\n' };

const originOf = (text: string, of: SourceFile = file): ReturnType<typeof toTerraformRange> => {
  const start = of.text.indexOf(text);
  return toTerraformRange({ file: of, start, end: start + text.length });
};

const proxy = (origins: readonly ReturnType<typeof originOf>[]): ApiProxy => ({
  id: "web-sidecar-proxy",
  service: "web",
  connected: true,
  health: "passing",
  rejection: {
    type: "Listener",
    resources: ["outbound~api", "inbound~web"],
    message: "cannot bind.",
    origins,
  },
});

test("a refusal underlines the lines its resources come from", () => {
  const [diagnostic, ...others] = rejectionDiagnostics(
    [proxy([originOf('upstream "api"'), originOf('service "web"')])],
    [file],
  );
  expect(others).toEqual([]);
  expect(diagnostic && drawn(diagnostic)).toBe("3:1 MESH5001 web-sidecar-proxy rejected its configuration");
  expect(diagnostic?.detail).toBe(
    'Envoy refused the Listener "outbound~api", "inbound~web": cannot bind. The proxy keeps what it had before. Correct the cause and apply again.',
  );
  expect(diagnostic && underlined(diagnostic)).toEqual({
    subject: 'upstream "api"',
    related: ['It also comes from here. service "web"'],
  });
});

test.each([
  ["of another set's file", [originOf("x", { filename: "other.hcl", text: "x" })]],
  ["of nothing that a document declares", []],
])("a refusal %s has no place", (_, origins) => {
  expect(rejectionDiagnostics([proxy(origins)], [file]).map(drawn)).toEqual([
    "- MESH5001 web-sidecar-proxy rejected its configuration",
  ]);
});

test("a proxy that rejected nothing is no mistake", () => {
  const { rejection: _, ...well } = proxy([]);
  expect(rejectionDiagnostics([well], [file])).toEqual([]);
});
