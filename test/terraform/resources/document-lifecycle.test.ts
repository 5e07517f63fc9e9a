import { describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../../src/client/agent-client.ts";
import { documentLifecycle } from "../../../src/terraform/resources/document/document-lifecycle.ts";
import { documentSchema } from "../../../src/terraform/resources/document/document-schema.ts";
import { readStateNote, writeStateNote } from "../../../src/terraform/resources/document/kept-notes.ts";
import type { CtyMap, CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";

const object = (values: Readonly<Record<string, CtyValue>>): CtyMap =>
  new Map(Object.keys(documentSchema.attributes).map((name) => [name, values[name] ?? null]));
const config = object({ files: new Map([["mesh.hcl", 'service "api" {\n  port = 9090\n}\n']]) });
const prior = object({ set: "default", revision: 3, entries: new Map(), wait_for_proxies: true });

/** Answers by method; undefined breaks the connection off. */
type Answers = Readonly<Record<string, { readonly status: number; readonly body: object } | undefined>>;

const set = { revision: 3, set_revision: 3, entries: [] };
const plan = { kind: "planned", changes: [], in_force: false, set_revision: 3, revision: 3, warnings: [] };
const usual: Answers = { GET: { status: 200, body: set }, POST: { status: 200, body: plan } };

function connection(answers: Answers) {
  const client = new AgentClient({
    address: "http://agent",
    fetch: (_, { method }) => {
      const answer = { ...usual, ...answers }[method];
      if (!answer) return Promise.reject(new Error("broken off"));
      const { status, body } = answer;
      return Promise.resolve({ ok: status < 300, status, json: () => Promise.resolve(body) });
    },
  });
  return { kind: "known", client, timeoutMs: 1_000, defaultSet: "default" } as const;
}

const conflict = { kind: "conflict", revision: 4, set_revision: 4 };

describe("a change that is not made leaves the state as it was", () => {
  test.each<[string, boolean, Answers, boolean, RegExp]>([
    ["because of a conflict", true, { PUT: { status: 409, body: conflict } }, true, /was changed since/],
    [
      "because of a conflict, after one that proxies refused",
      false,
      { PUT: { status: 409, body: conflict } },
      false,
      /was changed since/,
    ],
    ["because nobody can be asked", true, { POST: undefined }, true, /No agent answers/],
    // It may be in force, and nobody has waited for the proxies.
    ["as far as one knows, without an answer", true, { PUT: undefined }, false, /No agent answers/],
  ])("%s (settled before: %p)", async (_, wasSettled, answers, isSettled, message) => {
    const lifecycle = documentLifecycle();
    const context = { signal: new AbortController().signal, config };
    const note = writeStateNote({ isSettled: wasSettled });
    const planned = await lifecycle.plan({
      ...context,
      connection: connection({}),
      prior,
      planned: object({ ...Object.fromEntries(prior), ...Object.fromEntries(config) }),
      private: note,
    });
    expect(planned.diagnostics).toEqual([]);
    const { value, diagnostics } = await lifecycle.update({
      ...context,
      connection: connection(answers),
      prior,
      planned: planned.value.planned,
      private: planned.value.private,
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([expect.stringMatching(message)]);
    expect(value.state).toBe(prior);
    expect(readStateNote(value.private)).toEqual({ isSettled });
  });
});
