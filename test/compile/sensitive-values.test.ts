import { describe, expect, test } from "@jest/globals";
import { toApiEntries } from "../../src/client/api-documents.ts";
import { toTerraformJson } from "../../src/diagnostics/json-writer.ts";
import { writeText } from "../../src/diagnostics/text-writer.ts";
import { entryChanges } from "../../src/server/entry-changes.ts";
import { compileDocuments, drawn } from "../support/check-document.ts";

const secret = "hunter2-is-no-address";

const document = (body: string): string => `variable "secret" { sensitive = true }
service "web" {
  port = 8080
  ${body}
}`;

const compiled = (body: string, value = secret) => compileDocuments(document(body), { secret: value });

describe("a sensitive value", () => {
  test("stands in what is rendered, and is replaced in what is shown", () => {
    const { entries, diagnostics } = compiled('meta = { a = upper(var.secret), b = "b" }', "s3cret");
    expect(diagnostics.map(drawn)).toEqual([]);
    expect(entries[0]?.[0]?.value).toMatchObject({ meta: { a: "S3CRET", b: "b" } });
    expect(toApiEntries(entries[0] ?? [])).toMatchObject([
      { name: "web", value: { port: 8080, meta: { a: "(sensitive value)", b: "b" } } },
    ]);
  });

  test("is replaced in the changes of an apply", () => {
    const before = compileDocuments('service "web" {\n  port = 8080\n  meta = { a = "plain" }\n}');
    const after = compiled("meta = { a = var.secret }");
    const changes = entryChanges(before.entries[0] ?? [], after.entries[0] ?? []);
    expect(changes[0]?.fields).toEqual([{ path: "meta.a", before: "plain", after: "(sensitive value)" }]);
  });

  test.each([
    ["the mesh's checks", "address = var.secret"],
    ["the schemas", "protocol = var.secret"],
    ["what is made of it", 'address = "x-${var.secret}"'],
    ["a call's failure", "address = tonumber(var.secret)"],
    ["a key", "address = { a = 1 }[var.secret]"],
  ])("is not in messages of %s", (_, body) => {
    const { diagnostics } = compiled(body);
    expect(diagnostics).not.toEqual([]);
    expect(writeText(diagnostics, { color: "never" })).not.toContain(secret);
    expect(JSON.stringify(toTerraformJson(diagnostics))).not.toContain(secret);
  });

  test.each([
    ["a name", "name = var.secret", "MESH2018"],
    [
      "keys",
      'dynamic "instance" {\n    for_each = [var.secret]\n    labels   = [instance.value]\n    content {}\n  }',
      "MESH2014",
    ],
  ])("cannot be among %s", (_, body, code) => {
    const { diagnostics } = compiled(body, "s3cret");
    expect(diagnostics.map((found) => found.code)).toContain(code);
    expect(writeText(diagnostics, { color: "never" })).not.toContain("s3cret");
  });

  test("of a module's output is one as well", () => {
    const { entries } = compileDocuments(
      { "mesh.hcl": document('meta = { a = sensitive("token") }') },
      { secret },
    );
    expect(toApiEntries(entries[0] ?? [])).toMatchObject([{ value: { meta: { a: "(sensitive value)" } } }]);
  });
});
