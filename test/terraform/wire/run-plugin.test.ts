import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { status } from "@grpc/grpc-js";
import { pluginLogger } from "../../../src/terraform/wire/plugin/plugin-log.ts";
import { createOwnCertificate } from "../../../src/terraform/wire/plugin/own-certificate.ts";
import type { OwnCertificate } from "../../../src/terraform/wire/plugin/own-certificate.ts";
import { runPlugin } from "../../../src/terraform/wire/plugin/run-plugin.ts";
import { providerCalls } from "../../../src/terraform/wire/protocol/provider-calls.ts";
import type { ProviderHandlers } from "../../../src/terraform/wire/protocol/provider-calls.ts";
import { PluginClient } from "../support/plugin-client.ts";

const nowMs = Date.now();
const own = createOwnCertificate(nowMs);
const stranger = createOwnCertificate(nowMs);

interface RunningPlugin {
  readonly line: string;
  readonly log: readonly string[];
  readonly ended: Promise<void>;
}

const clients: PluginClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

/** A plugin that answers some calls; `loaded` is what the rest of it waits for. */
async function plugin(
  answers: Partial<ProviderHandlers>,
  { certificate, loaded }: { readonly certificate?: OwnCertificate; readonly loaded?: Promise<void> } = {},
): Promise<RunningPlugin> {
  const log: string[] = [];
  let ended: Promise<void> = Promise.resolve();
  const line = await new Promise<string>((announce, failed) => {
    ended = runPlugin({
      handshake: { clientCertificatePem: certificate?.pem, socketDirectory: undefined },
      announce,
      loadHandlers: async () => {
        await loaded;
        return { ...unanswered, ...answers };
      },
      logger: pluginLogger(
        (text) => log.push(text),
        () => 0,
      ),
      nowMs,
    });
    ended.catch(failed);
  });
  return { line, log, ended };
}

const unanswered = Object.fromEntries(
  Object.keys(providerCalls).map((name) => [
    name,
    () => {
      throw new Error("not part of the test");
    },
  ]),
) as unknown as ProviderHandlers;

function connect(line: string, certificate?: OwnCertificate): PluginClient {
  const client = PluginClient.of(line, certificate);
  clients.push(client);
  return client;
}

const stopping = { StopProvider: () => ({ error: "stopped" }) };
const stopped = providerCalls.StopProvider.response.encode({ error: "stopped" });

describe("a plugin with certificates", () => {
  test("answers the client that started it, until that says that it is done", async () => {
    const { line, ended } = await plugin(stopping, { certificate: own });
    const [core, protocol, network, path = "", kind, certificate] = line.split("|");
    expect([core, protocol, network, kind]).toEqual(["1", "6", "unix", "grpc"]);
    expect(certificate).toMatch(/^[A-Za-z0-9+/]+$/);
    const client = connect(line, own);
    expect(await client.stopProvider()).toEqual(stopped);
    await client.shutdown();
    await ended;
    expect(existsSync(dirname(path))).toBe(false);
  });

  test.each<[string, (line: string) => PluginClient]>([
    ["one with another certificate", (line) => connect(line, stranger)],
    ["one without a certificate", (line) => connect(line)],
    ["one without TLS", (line) => connect(line.replace(/\|[^|]*$/, "|"))],
  ])("refuses every other: %s", async (_, foreign) => {
    const calls: string[] = [];
    const { line, ended } = await plugin(
      {
        StopProvider: () => {
          calls.push("StopProvider");
          return {};
        },
      },
      { certificate: own },
    );
    await expect(foreign(line).stopProvider()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await expect(foreign(line).shutdown()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(calls).toEqual([]);
    await connect(line, own).shutdown();
    await ended;
  });
});

describe("a plugin", () => {
  test.each([undefined, own])("keeps those waiting who call before it is loaded", async (certificate) => {
    let load: () => void = () => undefined;
    const loaded = new Promise<void>((resolve) => (load = resolve));
    const { line, ended } = await plugin(stopping, { loaded, ...(certificate && { certificate }) });
    const client = connect(line, certificate);
    const answer = client.stopProvider();
    expect(await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, "waits"))])).toBe(
      "waits",
    );
    load();
    expect(await answer).toEqual(stopped);
    await client.shutdown();
    await ended;
  });

  test("takes and gives messages larger than gRPC's usual four megabytes", async () => {
    const typeName = "x".repeat(6 * 1024 * 1024);
    const { line, ended } = await plugin({
      ImportResourceState: (request) => ({ importedResources: [{ typeName: request.typeName }] }),
    });
    const { request, response } = providerCalls.ImportResourceState;
    const client = connect(line);
    const answer = await client.call("/tfplugin6.Provider/ImportResourceState", request.encode({ typeName }));
    expect(response.decode(answer).importedResources[0]?.typeName).toHaveLength(typeName.length);
    await client.shutdown();
    await ended;
  });

  test("whose handler fails says that it is the provider's mistake, and goes on", async () => {
    const { line, log, ended } = await plugin({
      ...stopping,
      GetMetadata: () => {
        throw new Error("broken");
      },
    });
    const client = connect(line);
    await expect(client.call("/tfplugin6.Provider/GetMetadata")).rejects.toMatchObject({
      code: status.INTERNAL,
      details:
        "The provider failed at GetMetadata: broken. This is a mistake of the provider, not of your configuration; please report it.",
    });
    expect(log.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { "@level": "error", call: "GetMetadata", cause: expect.stringContaining("Error: broken") },
    ]);
    expect(await client.stopProvider()).toEqual(stopped);
    await client.shutdown();
    await ended;
  });

  test.each([
    ["bytes that are no request", "/tfplugin6.Provider/ReadResource", [0x0a, 9, 1], status.INTERNAL],
    ["the client's own log stream", "/plugin.GRPCStdio/StreamStdio", [], status.UNIMPLEMENTED],
    ["a call of a later version", "/tfplugin6.Provider/OpenEphemeralResource", [], status.UNIMPLEMENTED],
  ])("refuses %s, and goes on", async (_, path, bytes, code) => {
    const { line, ended } = await plugin(stopping);
    const client = connect(line);
    await expect(client.call(path, Uint8Array.from(bytes))).rejects.toMatchObject({ code });
    expect(await client.stopProvider()).toEqual(stopped);
    await client.shutdown();
    await ended;
  });
});
