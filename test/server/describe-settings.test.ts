import { expect, test } from "@jest/globals";
import { effectiveSettings } from "../../src/evaluate/explain/effective-settings.ts";
import { describeSettings } from "../../src/server/describe-settings.ts";
import { compileDocuments } from "../support/check-document.ts";

const text = `variable "mark" {
  sensitive = true
}

service "web" {
  port     = 80
  protocol = "http"
  upstream "api" {
    local_bind_port = 81
    config { connect_timeout_ms = 250 }
  }
}

service "api" {
  port     = 82
  address  = "10.0.0.2"
  protocol = "http"
}

resolver "api" {
  load_balancer {
    policy = "ring_hash"
    hash_policy {
      field       = "header"
      field_value = var.mark
    }
  }
}
`;

function settingsOf(name: string) {
  const { mesh, entries, diagnostics } = compileDocuments(text, { mark: "x-hunter2" });
  const service = mesh?.graph.services.get(name);
  if (!mesh || !service) throw new Error(JSON.stringify(diagnostics.map(({ summary }) => summary)));
  return describeSettings(effectiveSettings(service, mesh.graph, entries.flat()), new Set(["x-hunter2"]));
}

test("each setting comes with the line that gives it; a default has none", () => {
  const settings = settingsOf("web");
  expect(settings).toContainEqual({
    of: "service",
    setting: "protocol",
    value: "http",
    declared_at: { file: "mesh.hcl", line: 7 },
  });
  expect(settings).toContainEqual({
    of: "upstream api",
    setting: "connect_timeout_ms",
    value: 250,
    declared_at: { file: "mesh.hcl", line: 10 },
  });
  expect(settings.filter(({ declared_at: place }) => !place).length).toBeGreaterThan(0);
});

test("what a sensitive value is part of is replaced", () => {
  const [balancer] = settingsOf("api").filter(({ setting }) => setting === "load_balancer");
  expect(balancer).toMatchObject({ of: "as a target", declared_at: { line: 21 } });
  expect(JSON.stringify(balancer)).toContain("(sensitive value)");
  expect(JSON.stringify(balancer)).not.toContain("hunter2");
});
