import { expect } from "@jest/globals";
import { typeUrls, type ProxySnapshot, type Resource } from "../../src/envoy/resource.ts";
import type { DeltaEffect, DeltaRequest, ResourceKey } from "../../src/xds/delta-event.ts";
import { stepDelta } from "../../src/xds/step-delta.ts";
import { openStream } from "../../src/xds/stream-state.ts";
import { snapshotOf } from "./resources.ts";

/**
 * A stream's life as a script: what happens, then what the server does, one line for each effect.
 *
 * `cluster: api@2 -old` is a response with version 2 of `api` that removes `old`. Answers take the nonce of the type's
 * latest response.
 */
export type Scene = readonly [event: StoryEvent, ...expected: readonly string[]];

export type TypeName = keyof typeof typeUrls;

export type StoryEvent =
  | { readonly kind: "snapshot"; readonly snapshot: ProxySnapshot | undefined }
  | {
      readonly kind: "request";
      readonly type: string;
      readonly answers: boolean;
      readonly request: Partial<DeltaRequest>;
    };

export const now = (revision: number, ...resources: readonly Resource[]): StoryEvent => ({
  kind: "snapshot",
  snapshot: snapshotOf(revision, resources),
});
/** The same as another attempt. */
export const nowAgain = (
  attempt: number,
  revision: number,
  ...resources: readonly Resource[]
): StoryEvent => ({
  kind: "snapshot",
  snapshot: { ...snapshotOf(revision, resources), attempt },
});
export const nothingKnown: StoryEvent = { kind: "snapshot", snapshot: undefined };
export const ask = (type: TypeName, ...subscribe: readonly string[]): StoryEvent =>
  request(type, { subscribe });
export const drop = (type: TypeName, ...unsubscribe: readonly string[]): StoryEvent =>
  request(type, { unsubscribe });
export const reconnect = (type: TypeName, kept: Readonly<Record<string, string>>): StoryEvent =>
  request(type, {
    subscribe: type === "cluster" || type === "listener" ? [] : Object.keys(kept),
    initialVersions: new Map(Object.entries(kept)),
  });
export const ack = (type: TypeName): StoryEvent => ({ kind: "request", type, answers: true, request: {} });
export const nack = (type: TypeName, error: string): StoryEvent => ({
  kind: "request",
  type,
  answers: true,
  request: { error },
});
export const request = (type: string, changes: Partial<DeltaRequest>): StoryEvent => ({
  kind: "request",
  type,
  answers: false,
  request: changes,
});

/** Plays the scenes; the transcript of the whole story is compared, so that a failure shows all of it. */
export function story(...scenes: readonly Scene[]): void {
  let state = openStream();
  const nonces = new Map<string, string>();
  const seen = scenes.map(([event]) => {
    const stepped = stepDelta(
      state,
      event.kind === "snapshot" ? event : { kind: "request", request: requestOf(event, nonces) },
    );
    state = stepped.state;
    for (const effect of stepped.effects)
      if (effect.kind === "send") nonces.set(nameOf(effect.typeUrl), effect.nonce);
    return stepped.effects.map(line);
  });
  const transcript = (lines: readonly (readonly string[])[]): string[] =>
    lines.flatMap((effects, index) => [
      `${index + 1} ${title(scenes[index]?.[0])}`,
      ...effects.map((effect) => `    ${effect}`),
    ]);
  expect(transcript(seen)).toEqual(transcript(scenes.map(([, ...expected]) => expected)));
}

type Asked = Extract<StoryEvent, { kind: "request" }>;

function requestOf(
  { type, answers, request: changes }: Asked,
  nonces: ReadonlyMap<string, string>,
): DeltaRequest {
  const typeUrl = new Map<string, string>(Object.entries(typeUrls)).get(type) ?? type;
  const nonce = answers ? (nonces.get(type) ?? "") : "";
  return { typeUrl, subscribe: [], unsubscribe: [], initialVersions: new Map(), nonce, ...changes };
}

function title(event: StoryEvent | undefined): string {
  if (!event) return "";
  if (event.kind === "snapshot") return `snapshot ${event.snapshot?.revision ?? "unknown"}`;
  if (event.answers) return `${event.request.error === undefined ? "ack" : "nack"} ${event.type}`;
  return `ask ${event.type} ${(event.request.subscribe ?? []).slice(0, 5).join(" ").slice(0, 60)}`;
}

export function line(effect: DeltaEffect): string {
  switch (effect.kind) {
    case "send":
      return [
        `${nameOf(effect.typeUrl)}:`,
        ...effect.resources.map(({ name, version }) => `${name}@${version}`),
        ...effect.removed.map((name) => `-${name}`),
      ].join(" ");
    case "acknowledged":
      return `acknowledged ${effect.revision}`;
    case "refused":
      return `refused ${nameOf(effect.typeUrl)} ${effect.resources.join(" ")}`;
    case "rejected":
      return [
        `rejected ${effect.revision} ${nameOf(effect.typeUrl)} ${effect.resources.join(" ")}: ${effect.message}`,
        ...effect.held.map((held) => `(${key(held)} held by ${key(held.blockedBy)})`),
      ].join(" ");
    case "unknown-type":
      return `unknown type ${effect.typeUrl}`;
    case "violation":
      return `violation: ${effect.message}`;
  }
}

function key({ typeUrl, name }: ResourceKey): string {
  return `${nameOf(typeUrl)} ${name}`;
}

export function nameOf(typeUrl: string): string {
  return Object.entries(typeUrls).find(([, url]) => url === typeUrl)?.[0] ?? typeUrl;
}
