import { expect, test } from "@jest/globals";
import { compiledMesh } from "../../support/check-document.ts";

const service = `service "web" {
  port = 8080
  instance "b" {
    address = "10.0.0.2"
    meta    = { version = "v2" }
  }
  instance "a" { meta = { version = "v1" } }
}
`;

test("every service and subset is a target, its instances sorted", () => {
  const { graph } = compiledMesh(`${service}resolver "web" {
  connect_timeout = "2s"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "every" { only_passing = true }
}`);
  expect(
    [...graph.targets].map(([key, { instances, onlyPassing, connectTimeoutMs }]) => [
      key,
      instances.map(({ id }) => id),
      onlyPassing,
      connectTimeoutMs,
    ]),
  ).toEqual([
    ["web", ["a", "b"], false, 2000],
    ["v1.web", ["a"], false, 2000],
    ["every.web", ["a", "b"], true, 2000],
  ]);
});

test("without a resolver connecting may take five seconds", () => {
  expect(compiledMesh(service).graph.targets.get("web")?.connectTimeoutMs).toBe(5000);
});

test("a subset comes from its service and its own block", () => {
  const { graph } = compiledMesh(`${service}resolver "web" {\n  subset "v1" {}\n}`);
  const { origins = [] } = graph.targets.get("v1.web") ?? {};
  expect(origins.map(({ file, start, end }) => file.text.slice(start, end))).toEqual([
    'service "web"',
    'subset "v1"',
  ]);
});
