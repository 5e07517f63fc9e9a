import type { ProviderHandlers } from "../../wire/protocol/provider-calls.ts";
import { valueFromMsgpack, valueToMsgpack } from "../../wire/value/msgpack.ts";
import { hasProviderErrors } from "../provider-diagnostic.ts";
import type { ProviderSession } from "../provider-session.ts";
import { diagnosticsToWire } from "../to-wire.ts";
import { validateConfig } from "../validate-config.ts";
import { objectToWire, requiredObject } from "./object-values.ts";

type ReadCalls = Pick<ProviderHandlers, "ValidateDataResourceConfig" | "ReadDataSource" | "CallFunction">;

/** What changes nothing: data sources and functions. */
export function readCalls<Connection>(session: ProviderSession<Connection>): ReadCalls {
  return {
    ValidateDataResourceConfig: ({ typeName, config }) => {
      const { schema } = session.dataSource(typeName);
      const found = validateConfig(schema, requiredObject(config, schema), { writeOnlyAllowed: true });
      return { diagnostics: diagnosticsToWire(found) };
    },
    ReadDataSource: async ({ typeName, config }) => {
      const source = session.dataSource(typeName);
      const { connection, signal } = session;
      const object = requiredObject(config, source.schema);
      const { value, diagnostics } = await source.read({ connection, signal, config: object });
      const state = hasProviderErrors(diagnostics) ? undefined : value;
      return {
        state: objectToWire(state, source.schema),
        diagnostics: diagnosticsToWire(diagnostics),
      };
    },
    CallFunction: async ({ name, arguments: given }) => {
      const definition = session.function(name);
      const { parameters, variadic, returns } = definition;
      const args = given.flatMap(({ msgpack }, index) => {
        const parameter = parameters[index] ?? variadic;
        return parameter ? [valueFromMsgpack(msgpack, parameter.type)] : [];
      });
      const result = await definition.call(args);
      if (result.kind === "value") return { result: { msgpack: valueToMsgpack(result.value, returns) } };
      return { error: { text: result.text, functionArgument: result.argument } };
    },
  };
}
