import { App } from "cdktf";
import { expect, test } from "@jest/globals";
import "meshwork/cdktf/jest";
import { CanaryStack } from "../../examples/cdktf-canary/canary-stack.ts";
import { expectGolden } from "../support/golden.ts";
import { synthesizeApp } from "./support/synthesized.ts";

test("the example's stack is written as it is known to be", () => {
  const { refusal, stack } = synthesizeApp((app) => new CanaryStack(app, "canary"), "canary");
  expect(refusal).toBeUndefined();
  if (!stack) throw new Error("the stack was not written");
  // The backend's path is the machine's, and the metadata is of cdktf's version.
  const { "//": _, terraform, ...rest } = stack;
  expectGolden("cdktf", "canary-stack", { ...rest, required_providers: terraform.required_providers });
});

test.each([0, 10, 100])("the example sends %i %% of the requests to the new version", (percent) => {
  const { mesh } = new CanaryStack(new App(), "canary");
  const compiled = mesh.compile({ canary_percent: percent });
  expect(compiled).toSplit("counting", { v1: 100 - percent, v2: percent });
  expect(compiled).toAllow("dashboard", "counting", "GET /service/counting/");
  expect(compiled).not.toAllow("dashboard", "counting", "POST /service/counting/");
});
