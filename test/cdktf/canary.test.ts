import { expect, test } from "@jest/globals";
import { CanaryStack } from "../../examples/cdktf-canary/canary-stack.ts";
import { expectGolden } from "../support/golden.ts";
import { synthesizeApp } from "./support/synthesized.ts";

test("the example's stack is written as it is known to be", () => {
  const { refusal, stack } = synthesizeApp((app) => new CanaryStack(app, "canary"), "canary");
  expect(refusal).toBeUndefined();
  // The backend's path is the machine's, and the metadata is of cdktf's version.
  if (!stack) throw new Error("the stack was not written");
  const { "//": _, terraform, ...rest } = stack;
  expectGolden("cdktf", "canary-stack", { ...rest, required_providers: terraform.required_providers });
});
