import type { ProviderHandlers, RequestOf, ResponseOf } from "../../wire/protocol/provider-calls.ts";
import type { CtyMap } from "../../wire/value/cty-value.ts";
import { planObject, replacedFor, withoutWriteOnly } from "../plan-object.ts";
import { hasProviderErrors, providerError } from "../provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../provider-diagnostic.ts";
import type { ProviderSession } from "../provider-session.ts";
import type { Answer, Resource, Stored } from "../provider.ts";
import { diagnosticsToWire, pathToWire } from "../to-wire.ts";
import { validateConfig } from "../validate-config.ts";
import { objectToWire, optionalObject, requiredObject } from "./object-values.ts";
import { orUnreadable } from "./unreadable-state.ts";

type ResourceCalls = Pick<
  ProviderHandlers,
  | "ValidateResourceConfig"
  | "UpgradeResourceState"
  | "ReadResource"
  | "PlanResourceChange"
  | "ApplyResourceChange"
  | "ImportResourceState"
  | "MoveResourceState"
>;

/** What concerns one managed object. */
export function resourceCalls<Connection>(session: ProviderSession<Connection>): ResourceCalls {
  return {
    ValidateResourceConfig: async ({ typeName, config, clientCapabilities }) => {
      const resource = session.resource(typeName);
      const object = requiredObject(config, resource.schema);
      const abilities = { writeOnlyAllowed: clientCapabilities?.writeOnlyAllowed ?? false };
      const found = validateConfig(resource.schema, object, abilities);
      // What is wrong with single values would only be said twice.
      const more = hasProviderErrors(found)
        ? []
        : await resource.validate?.(object, { isPlanned: session.isConfigured });
      return { diagnostics: diagnosticsToWire([...found, ...(more ?? [])]) };
    },
    UpgradeResourceState: ({ typeName, version, rawState }) =>
      orUnreadable(() => upgradeState(session.resource(typeName), { version, json: utf8(rawState?.json) })),
    MoveResourceState: (request) =>
      orUnreadable(() => moveState(session.resource(request.targetTypeName), request)),
    ReadResource: async ({ typeName, currentState, private: kept }) => {
      const resource = session.resource(typeName);
      const state = requiredObject(currentState, resource.schema);
      const { connection, signal } = session;
      const answer = await resource.read({ connection, signal, state, private: utf8(kept) });
      // Whatever went wrong, the object is taken to be as it was.
      const failed = { state, private: utf8(kept) };
      const stored = hasProviderErrors(answer.diagnostics) ? failed : answer.value;
      const { state: newState, private: next } = storedToWire(resource, stored);
      return { newState, private: next, diagnostics: diagnosticsToWire(answer.diagnostics) };
    },
    PlanResourceChange: (request) => planChange(session, request),
    ApplyResourceChange: (request) => applyChange(session, request),
    ImportResourceState: async ({ typeName, id }) => {
      const resource = session.resource(typeName);
      const { connection, signal } = session;
      const { value, diagnostics } = await resource.import({ connection, signal, id });
      const imported = value && !hasProviderErrors(diagnostics) ? [storedToWire(resource, value)] : [];
      return {
        importedResources: imported.map((stored) => ({ typeName, ...stored })),
        diagnostics: diagnosticsToWire(diagnostics),
      };
    },
  };
}

function upgradeState(
  { schema, upgrades }: Resource<never>,
  { version, json }: { readonly version: number; readonly json: string },
): ResponseOf<"UpgradeResourceState"> {
  let current = json;
  for (let at = version; at < schema.version; at += 1) {
    const upgrade = upgrades?.get(at);
    if (!upgrade) throw new Error(`no upgrade from version ${at} of the schema`);
    current = upgrade(current);
  }
  const state = optionalObject({ json: bytes(current), msgpack: new Uint8Array() }, schema);
  return { upgradedState: objectToWire(state, schema) };
}

function moveState(
  resource: Resource<never>,
  request: RequestOf<"MoveResourceState">,
): ResponseOf<"MoveResourceState"> {
  const { sourceTypeName: typeName, sourceSchemaVersion: version, targetTypeName } = request;
  const json = utf8(request.sourceState?.json);
  if (typeName === targetTypeName) {
    // The same thing, from where the provider had another address.
    const { upgradedState } = upgradeState(resource, { version, json });
    return { targetState: upgradedState, targetPrivate: request.sourcePrivate };
  }
  const providerAddress = request.sourceProviderAddress;
  const answer = resource.move?.({ providerAddress, typeName, json }) ?? {
    value: undefined,
    diagnostics: [cannotTakeOver(typeName, targetTypeName)],
  };
  const stored = hasProviderErrors(answer.diagnostics) ? undefined : answer.value;
  const { state: targetState, private: targetPrivate } = storedToWire(resource, stored);
  return { targetState, targetPrivate, diagnostics: diagnosticsToWire(answer.diagnostics) };
}

function cannotTakeOver(typeName: string, targetTypeName: string): ProviderDiagnostic {
  return providerError({
    summary: "Nothing to take over",
    detail: `A ${targetTypeName} cannot take the place of a ${typeName}. Remove the "moved" block, and import the object if it is there already.`,
  });
}

async function planChange<Connection>(
  session: ProviderSession<Connection>,
  request: RequestOf<"PlanResourceChange">,
): Promise<ResponseOf<"PlanResourceChange">> {
  const resource = session.resource(request.typeName);
  const { schema } = resource;
  const prior = optionalObject(request.priorState, schema);
  const proposed = optionalObject(request.proposedNewState, schema);
  const config = optionalObject(request.config, schema);
  // Without a proposal it is to be destroyed, which needs no words of ours.
  if (!proposed || !config)
    return { plannedState: objectToWire(undefined, schema), plannedPrivate: request.priorPrivate };
  const { connection, signal } = session;
  const { value, diagnostics } = await resource.plan({
    connection,
    signal,
    prior,
    planned: planObject(schema, { prior, proposed, config }),
    config,
    private: utf8(request.priorPrivate),
  });
  const planned = withoutWriteOnly(schema.attributes, value.planned);
  return {
    plannedState: objectToWire(planned, schema),
    plannedPrivate: bytes(value.private),
    requiresReplace: replacedFor(schema, { prior, planned }).map(pathToWire),
    diagnostics: diagnosticsToWire(diagnostics),
  };
}

async function applyChange<Connection>(
  session: ProviderSession<Connection>,
  request: RequestOf<"ApplyResourceChange">,
): Promise<ResponseOf<"ApplyResourceChange">> {
  const resource = session.resource(request.typeName);
  const { schema } = resource;
  const prior = optionalObject(request.priorState, schema);
  const planned = optionalObject(request.plannedState, schema);
  const { connection, signal } = session;
  if (!planned) {
    if (!prior) return { newState: objectToWire(undefined, schema) };
    const diagnostics = await resource.delete({ connection, signal, state: prior });
    // What could not be destroyed is as it was.
    const left = hasProviderErrors(diagnostics)
      ? { newState: objectToWire(prior, schema), private: request.plannedPrivate }
      : { newState: objectToWire(undefined, schema) };
    return { ...left, diagnostics: diagnosticsToWire(diagnostics) };
  }
  const config = requiredObject(request.config, schema);
  const change = { connection, signal, planned, config, private: utf8(request.plannedPrivate) };
  const { value, diagnostics }: Answer<Stored | undefined> = prior
    ? await resource.update({ ...change, prior })
    : await resource.create(change);
  const { state: newState, private: kept } = storedToWire(resource, value);
  return { newState, private: kept, diagnostics: diagnosticsToWire(diagnostics) };
}

function storedToWire(
  { schema }: { readonly schema: Resource<never>["schema"] },
  stored: Stored | undefined,
) {
  const state: CtyMap | undefined = stored && withoutWriteOnly(schema.attributes, stored.state);
  return { state: objectToWire(state, schema), private: bytes(stored?.private ?? "") };
}

function utf8(content: Uint8Array | undefined): string {
  return new TextDecoder().decode(content);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
