import { byName, bytes, integer, list, nested, text } from "../protobuf/fields.ts";
import { message } from "../protobuf/message-codec.ts";
import type { MessageCodec } from "../protobuf/message-codec.ts";
import {
  attributePath,
  clientCapabilities,
  deferred,
  diagnostic,
  dynamicValue,
  functionDefinition,
  functionError,
  rawState,
  schema,
  serverCapabilities,
} from "./shared-messages.ts";

const nothing = message({});
const named = message({ typeName: text(1) });

/**
 * The calls of the service `tfplugin6.Provider` that a provider of resources, data sources and functions answers; the
 * client takes the absence of the others as "there is none of that".
 */
export const providerCalls = {
  GetMetadata: call(
    nothing,
    message({
      serverCapabilities: nested(1, serverCapabilities),
      diagnostics: list(2, diagnostic),
      dataSources: list(3, named),
      resources: list(4, named),
      functions: list(5, message({ name: text(1) })),
    }),
  ),
  GetProviderSchema: call(
    nothing,
    message({
      provider: nested(1, schema),
      resourceSchemas: byName(2, schema),
      dataSourceSchemas: byName(3, schema),
      diagnostics: list(4, diagnostic),
      serverCapabilities: nested(6, serverCapabilities),
      functions: byName(7, functionDefinition),
    }),
  ),
  ValidateProviderConfig: call(
    message({ config: nested(1, dynamicValue) }),
    message({ diagnostics: list(2, diagnostic) }),
  ),
  ValidateResourceConfig: call(
    message({
      typeName: text(1),
      config: nested(2, dynamicValue),
      clientCapabilities: nested(3, clientCapabilities),
    }),
    message({ diagnostics: list(1, diagnostic) }),
  ),
  ValidateDataResourceConfig: call(
    message({ typeName: text(1), config: nested(2, dynamicValue) }),
    message({ diagnostics: list(1, diagnostic) }),
  ),
  UpgradeResourceState: call(
    message({ typeName: text(1), version: integer(2), rawState: nested(3, rawState) }),
    message({ upgradedState: nested(1, dynamicValue), diagnostics: list(2, diagnostic) }),
  ),
  ConfigureProvider: call(
    message({
      terraformVersion: text(1),
      config: nested(2, dynamicValue),
      clientCapabilities: nested(3, clientCapabilities),
    }),
    message({ diagnostics: list(1, diagnostic) }),
  ),
  ReadResource: call(
    message({ typeName: text(1), currentState: nested(2, dynamicValue), private: bytes(3) }),
    message({
      newState: nested(1, dynamicValue),
      diagnostics: list(2, diagnostic),
      private: bytes(3),
      deferred: nested(4, deferred),
    }),
  ),
  PlanResourceChange: call(
    message({
      typeName: text(1),
      priorState: nested(2, dynamicValue),
      proposedNewState: nested(3, dynamicValue),
      config: nested(4, dynamicValue),
      priorPrivate: bytes(5),
    }),
    message({
      plannedState: nested(1, dynamicValue),
      requiresReplace: list(2, attributePath),
      plannedPrivate: bytes(3),
      diagnostics: list(4, diagnostic),
      deferred: nested(6, deferred),
    }),
  ),
  ApplyResourceChange: call(
    message({
      typeName: text(1),
      priorState: nested(2, dynamicValue),
      plannedState: nested(3, dynamicValue),
      config: nested(4, dynamicValue),
      plannedPrivate: bytes(5),
    }),
    message({ newState: nested(1, dynamicValue), private: bytes(2), diagnostics: list(3, diagnostic) }),
  ),
  ImportResourceState: call(
    message({ typeName: text(1), id: text(2) }),
    message({
      importedResources: list(
        1,
        message({ typeName: text(1), state: nested(2, dynamicValue), private: bytes(3) }),
      ),
      diagnostics: list(2, diagnostic),
    }),
  ),
  MoveResourceState: call(
    message({
      sourceProviderAddress: text(1),
      sourceTypeName: text(2),
      sourceSchemaVersion: integer(3),
      sourceState: nested(4, rawState),
      targetTypeName: text(5),
      sourcePrivate: bytes(6),
    }),
    message({
      targetState: nested(1, dynamicValue),
      diagnostics: list(2, diagnostic),
      targetPrivate: bytes(3),
    }),
  ),
  ReadDataSource: call(
    message({ typeName: text(1), config: nested(2, dynamicValue) }),
    message({
      state: nested(1, dynamicValue),
      diagnostics: list(2, diagnostic),
      deferred: nested(3, deferred),
    }),
  ),
  GetFunctions: call(
    nothing,
    message({ functions: byName(1, functionDefinition), diagnostics: list(2, diagnostic) }),
  ),
  CallFunction: call(
    message({ name: text(1), arguments: list(2, dynamicValue) }),
    message({ result: nested(1, dynamicValue), error: nested(2, functionError) }),
  ),
  StopProvider: call(nothing, message({ error: text(1) })),
} as const;

export type ProviderCallName = keyof typeof providerCalls;

type RequestCodec<N extends ProviderCallName> = (typeof providerCalls)[N]["request"];
type ResponseCodec<N extends ProviderCallName> = (typeof providerCalls)[N]["response"];

/** What a call brings. */
export type RequestOf<N extends ProviderCallName> = ReturnType<RequestCodec<N>["decode"]>;

/** What it is answered with. */
export type ResponseOf<N extends ProviderCallName> = Parameters<ResponseCodec<N>["encode"]>[0];

/** A provider, as the wire knows it: what is thrown ends the call and is no answer for users. */
export type ProviderHandlers = {
  readonly [N in ProviderCallName]: (request: RequestOf<N>) => Promise<ResponseOf<N>> | ResponseOf<N>;
};

function call<ReqOut extends object, ReqIn extends object, ResOut extends object, ResIn extends object>(
  request: MessageCodec<ReqOut, ReqIn>,
  response: MessageCodec<ResOut, ResIn>,
): { readonly request: MessageCodec<ReqOut, ReqIn>; readonly response: MessageCodec<ResOut, ResIn> } {
  return { request, response };
}
