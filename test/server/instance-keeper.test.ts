import { beforeEach, describe, expect, test } from "@jest/globals";
import { createCatalog } from "../../src/catalog/catalog.ts";
import type { RememberedInstance } from "../../src/catalog/remembered-instance.ts";
import { silentLogger } from "../../src/platform/logger.ts";
import type { Logger } from "../../src/platform/logger.ts";
import { InstanceKeeper, recallInstances, saveDelayMs } from "../../src/server/instance-keeper.ts";
import { FakeClock } from "../support/fake-clock.ts";

let clock: FakeClock;
let saved: string[];
let warnings: string[];
let isFull: boolean;
let keeper: InstanceKeeper;

const logger: Logger = { ...silentLogger, warn: (message) => void warnings.push(message) };
const store = {
  instances: (): readonly RememberedInstance[] => {
    throw new Error("damaged");
  },
  saveInstances: (instances: readonly RememberedInstance[]): void => {
    if (isFull) throw new Error("ENOSPC");
    saved.push(instances.map(({ id }) => id).join(" "));
  },
};

beforeEach(() => {
  clock = new FakeClock();
  [saved, warnings, isFull] = [[], [], false];
  keeper = new InstanceKeeper({ store, clock, logger });
});

/** Says that another instance is there. */
function reporting(): (instanceId: string) => void {
  const catalog = createCatalog({ clock, onChange: () => keeper.keep(catalog.state()) });
  return (instanceId) => catalog.apply({ kind: "report", instanceId, checks: [], leaseMs: 60_000 });
}

describe("what is kept", () => {
  test("changes of a moment are one write, with the last of them", () => {
    const report = reporting();
    report("a");
    clock.advance(saveDelayMs - 1);
    report("b");
    expect(saved).toEqual([]);
    clock.advance(1);
    expect(saved).toEqual(["a b"]);
    report("c");
    clock.advance(saveDelayMs);
    expect(saved).toEqual(["a b", "a b c"]);
  });

  test("reports that say nothing new are not written", () => {
    const report = reporting();
    for (let round = 0; round < 5; round += 1) {
      report("a");
      clock.advance(1_000);
    }
    expect(saved).toEqual(["a"]);
  });

  test("who stops in good order loses nothing, and writes nothing later", () => {
    reporting()("a");
    keeper.stop();
    expect(saved).toEqual(["a"]);
    clock.advance(saveDelayMs);
    expect(saved).toEqual(["a"]);
  });
});

describe("a disk that is full", () => {
  test("is told once, until there was room again", () => {
    const report = reporting();
    const reportLater = (id: string): void => {
      report(id);
      clock.advance(saveDelayMs);
    };
    isFull = true;
    ["a", "b"].forEach(reportLater);
    expect(warnings).toEqual(["how the instances are cannot be kept"]);
    isFull = false;
    reportLater("c");
    isFull = true;
    reportLater("d");
    expect([saved, warnings.length]).toEqual([["a b c"], 2]);
  });
});

test("a damaged record is told, and counts for nothing", () => {
  expect(recallInstances({ store, logger })).toEqual([]);
  expect(warnings).toEqual(["how the instances were before the start is not known"]);
});
