import { expect, test } from "@jest/globals";
import { StartFailure, awaitStart } from "../../../src/cli/up/await-start.ts";
import type { StartedProgram } from "../../../src/cli/up/await-start.ts";
import { AgentClient } from "../../../src/client/agent-client.ts";
import type { ApiProxy } from "../../../src/client/api-types.ts";
import type { ProcessEnd } from "../../../src/cli/process-group.ts";

const well: ApiProxy = {
  id: "web-sidecar-proxy",
  service: "web",
  connected: true,
  acknowledged_revision: 1,
  health: "passing",
};
const unwell: ApiProxy = { ...well, health: "critical" };

/** An agent whose proxies are these, one state after the other, the last one for ever. */
function agentWith(...states: readonly (readonly ApiProxy[])[]): AgentClient {
  let asked = 0;
  return new AgentClient({
    address: "http://agent.test",
    fetch: () => {
      const proxies = states[Math.min(asked, states.length - 1)] ?? [];
      asked += 1;
      return Promise.resolve(Response.json({ revision: 1, proxies }));
    },
  });
}

function program(end?: ProcessEnd): StartedProgram {
  return { name: "web's command", ended: end ? Promise.resolve(end) : new Promise(() => undefined) };
}

test("resolves with the state in which every instance is well", async () => {
  const client = agentWith([unwell], [well]);
  expect(await awaitStart({ client, programs: [program()], files: [] })).toMatchObject({ proxies: [well] });
});

test("a program that is done without a failure is waited for no longer", async () => {
  const client = agentWith([unwell], [well]);
  const programs = [program({ kind: "exited", code: 0 })];
  expect(await awaitStart({ client, programs, files: [] })).toMatchObject({ proxies: [well] });
});

const failures: readonly { readonly name: string; readonly end: ProcessEnd; readonly says: string }[] = [
  {
    name: "a program that exits with a failure",
    end: { kind: "exited", code: 1 },
    says: "ended with exit code 1",
  },
  {
    name: "a program that is killed",
    end: { kind: "killed", signal: "SIGKILL" },
    says: "was ended by SIGKILL",
  },
  {
    name: "a program that is not there",
    end: { kind: "not-started", reason: "spawn nod ENOENT" },
    says: "could not be started: spawn nod ENOENT",
  },
];

test.each(failures)("$name ends the start, by name", async ({ end, says }) => {
  const starting = awaitStart({
    client: agentWith([unwell]),
    programs: [program(), program(end)],
    files: [],
  });
  await expect(starting).rejects.toThrow(
    new StartFailure(`The mesh did not start: web's command ${says}; its output says why.`),
  );
});

test("a proxy that refuses its configuration ends the start, with its reason", async () => {
  const rejection = { type: "Listener", resources: ["inbound~web"], message: "cannot bind", origins: [] };
  const client = agentWith([{ ...unwell, rejection }]);
  const failure: unknown = await awaitStart({ client, programs: [], files: [] }).catch(
    (cause: unknown) => cause,
  );
  expect(failure).toBeInstanceOf(StartFailure);
  expect(failure).toMatchObject({
    message: "The mesh did not start.",
    diagnostics: [{ code: "MESH5001", summary: "web-sidecar-proxy rejected its configuration" }],
  });
});
