import type { ProviderHandlers } from "../../wire/protocol/provider-calls.ts";
import { hasProviderErrors } from "../provider-diagnostic.ts";
import type { ProviderSession } from "../provider-session.ts";
import { diagnosticsToWire, functionToWire, schemaToWire } from "../to-wire.ts";
import { validateConfig } from "../validate-config.ts";
import { requiredObject } from "./object-values.ts";

type ProviderCalls = Pick<
  ProviderHandlers,
  | "GetMetadata"
  | "GetProviderSchema"
  | "GetFunctions"
  | "ValidateProviderConfig"
  | "ConfigureProvider"
  | "StopProvider"
>;

/** The schema comes from a cache of Terraform's for all but the first process; destroys are planned as well. */
const serverCapabilities = {
  getProviderSchemaOptional: true,
  planDestroy: true,
  moveResourceState: true,
} as const;

/** What concerns the provider as a whole. */
export function providerCalls<Connection>(session: ProviderSession<Connection>): ProviderCalls {
  const { provider } = session;
  const functions = () => mapValues(provider.functions, functionToWire);
  return {
    GetMetadata: () => ({
      serverCapabilities,
      resources: Object.keys(provider.resources).map((typeName) => ({ typeName })),
      dataSources: Object.keys(provider.dataSources).map((typeName) => ({ typeName })),
      functions: Object.keys(provider.functions).map((name) => ({ name })),
    }),
    GetProviderSchema: () => ({
      serverCapabilities,
      provider: schemaToWire(provider.schema),
      resourceSchemas: mapValues(provider.resources, ({ schema }) => schemaToWire(schema)),
      dataSourceSchemas: mapValues(provider.dataSources, ({ schema }) => schemaToWire(schema)),
      functions: functions(),
    }),
    GetFunctions: () => ({ functions: functions() }),
    ValidateProviderConfig: ({ config }) => {
      const object = requiredObject(config, provider.schema);
      const found = validateConfig(provider.schema, object, { writeOnlyAllowed: true });
      return { diagnostics: diagnosticsToWire(found) };
    },
    ConfigureProvider: ({ config }) => {
      const { value, diagnostics } = provider.configure(requiredObject(config, provider.schema));
      if (value !== undefined && !hasProviderErrors(diagnostics)) session.use(value);
      return { diagnostics: diagnosticsToWire(diagnostics) };
    },
    StopProvider: () => {
      session.stop();
      return {};
    },
  };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Readonly<Record<string, Out>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
