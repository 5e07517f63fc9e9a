import { status } from "@grpc/grpc-js";
import type {
  MethodDefinition,
  ServerErrorResponse,
  ServiceDefinition,
  UntypedServiceImplementation,
  sendUnaryData,
} from "@grpc/grpc-js";
import type { Logger } from "../../../platform/logger.ts";
import { providerCalls } from "./provider-calls.ts";
import type { ProviderCallName, ProviderHandlers } from "./provider-calls.ts";

/** A service as a gRPC server takes it. */
export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** The service `tfplugin6.Provider` with these handlers behind it. */
export function providerService(handlers: ProviderHandlers, logger: Logger): GrpcService {
  const names = Object.keys(providerCalls).filter(isCallName);
  return {
    definition: Object.fromEntries(names.map((name) => [name, providerMethod(name)])),
    implementation: Object.fromEntries(names.map((name) => [name, answering(name, handlers, logger)])),
  };
}

/** The service by which Terraform tells a plugin to end; without it, each process is waited for two seconds. */
export function controllerService(onShutdown: () => void): GrpcService {
  return {
    definition: {
      Shutdown: unaryMethod("/plugin.GRPCController/Shutdown", {
        decodeRequest: () => ({}),
        encodeResponse: () => new Uint8Array(),
      }),
    },
    implementation: {
      Shutdown: (_call: unknown, answer: sendUnaryData<object>) => {
        answer(null, {});
        onShutdown();
      },
    },
  };
}

function isCallName(name: string): name is ProviderCallName {
  return Object.hasOwn(providerCalls, name);
}

function providerMethod(name: ProviderCallName): MethodDefinition<unknown, unknown> {
  const { request, response } = providerCalls[name];
  return unaryMethod(`/tfplugin6.Provider/${name}`, {
    decodeRequest: (bytes) => request.decode(bytes),
    // The handler of the same name made it: the table pairs their types.
    encodeResponse: (value) => response.encode(value as never),
  });
}

function answering(name: ProviderCallName, handlers: ProviderHandlers, logger: Logger) {
  // The codec of the same name made the request: the table pairs their types.
  const handle = handlers[name] as (request: unknown) => unknown;
  return (call: { readonly request: unknown }, answer: sendUnaryData<unknown>): void => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => answer(null, response),
        (cause: unknown) => {
          const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
          logger.error("call failed", { call: name, cause: reason });
          answer(internalError(name, cause));
        },
      );
  };
}

function internalError(name: string, cause: unknown): Partial<ServerErrorResponse> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: status.INTERNAL,
    details: `The provider failed at ${name}: ${reason}. This is a mistake of the provider, not of your configuration; please report it.`,
  };
}

function unaryMethod(
  path: string,
  {
    decodeRequest,
    encodeResponse,
  }: {
    readonly decodeRequest: (bytes: Uint8Array) => unknown;
    readonly encodeResponse: (value: unknown) => Uint8Array;
  },
): MethodDefinition<unknown, unknown> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestDeserialize: decodeRequest,
    responseSerialize: (value) => Buffer.from(encodeResponse(value)),
    // A definition serves both ends; this program is only the server.
    requestSerialize: () => Buffer.alloc(0),
    responseDeserialize: () => ({}),
  };
}
