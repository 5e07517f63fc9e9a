import { expect, test } from "@jest/globals";
import { Disposal } from "../../../src/cli/up/disposal.ts";

test("ends in the opposite order, what was started together at the same time", async () => {
  const disposal = new Disposal();
  const ended: string[] = [];
  const step = (name: string) => async (): Promise<void> => {
    ended.push(`${name} begins`);
    await Promise.resolve();
    ended.push(`${name} ends`);
  };
  disposal.add(step("server"));
  disposal.addAll([step("one"), step("two")]);
  await disposal.dispose();
  expect(ended).toEqual(["one begins", "two begins", "one ends", "two ends", "server begins", "server ends"]);
});

test("a step that fails keeps none from running, and the first failure is told", async () => {
  const disposal = new Disposal();
  const ended: string[] = [];
  disposal.add(() => Promise.resolve(ended.push("last")));
  disposal.add(() => Promise.reject(new Error("second")));
  disposal.add(() => Promise.reject(new Error("first")));
  await expect(disposal.dispose()).rejects.toThrow("first");
  expect(ended).toEqual(["last"]);
});

test("ends everything once", async () => {
  const disposal = new Disposal();
  let ended = 0;
  disposal.add(() => Promise.resolve((ended += 1)));
  await disposal.dispose();
  await disposal.dispose();
  expect(ended).toBe(1);
});
