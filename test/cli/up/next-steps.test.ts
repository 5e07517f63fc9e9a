import { expect, test } from "@jest/globals";
import { nextSteps } from "../../../src/cli/up/next-steps.ts";
import type { NextStepsOptions } from "../../../src/cli/up/next-steps.ts";
import { compiledMesh } from "../../support/check-document.ts";

const mesh = compiledMesh(`service "web" {
  port = 8080
  upstream "api" { local_bind_port = 9001 }
  upstream "db" { local_bind_port = 9002 }
}
service "api" {
  port     = 1
  protocol = "grpc"
  address  = "10.0.0.1"
}
service "db" {
  port    = 1
  address = "10.0.0.2"
}`);

const steps = (options: Partial<NextStepsOptions>): readonly string[] =>
  nextSteps({ mesh, path: "mesh.hcl", program: "mesh", agentFlags: "", variables: [], ...options });

test("status, apply and a request over each upstream that speaks http", () => {
  expect(steps({})).toEqual([
    "mesh status",
    "mesh apply mesh.hcl --auto-approve --wait",
    "curl -i http://127.0.0.1:9001/   # web → api",
  ]);
});

test.each<[string, Partial<NextStepsOptions>, string]>([
  [
    "variables",
    {
      variables: [
        ["a", "1"],
        ["b", "x y"],
      ],
    },
    "mesh apply mesh.hcl --auto-approve --wait -var a=1 -var 'b=x y'",
  ],
  [
    "a quote in a value",
    { variables: [["a", "it's"]] },
    "mesh apply mesh.hcl --auto-approve --wait -var 'a=it'\\''s'",
  ],
  ["a path with a space", { path: "my mesh/" }, "mesh apply 'my mesh/' --auto-approve --wait"],
  ["a path that a shell would run", { path: "$(reboot)" }, "mesh apply '$(reboot)' --auto-approve --wait"],
  [
    "another agent and program",
    { program: "node dist/mesh.cjs", agentFlags: " -address http://127.0.0.1:1" },
    "node dist/mesh.cjs apply mesh.hcl -address http://127.0.0.1:1 --auto-approve --wait",
  ],
])("the line can be pasted: %s", (_, options, expected) => expect(steps(options)[1]).toBe(expected));
