import { providerHandlers } from "../../../src/terraform/framework/provider-handlers.ts";
import type { Provider } from "../../../src/terraform/framework/provider.ts";
import { pluginLogger } from "../../../src/terraform/wire/plugin/plugin-log.ts";
import { PluginSocket } from "../../../src/terraform/wire/plugin/plugin-socket.ts";
import { servePlugin } from "../../../src/terraform/wire/plugin/serve-plugin.ts";
import type { TestSite } from "../test-site.ts";

/**
 * Serves a provider from this very process, and has the programs of the site use it: they take one that runs already
 * instead of starting one.
 */
export async function serveProvider<Connection>(
  site: TestSite,
  { name, provider }: { readonly name: string; readonly provider: Provider<Connection> },
): Promise<void> {
  const socket = await PluginSocket.open(site.temporaryFolder);
  site.atEnd(() => socket.close());
  const log: string[] = [];
  void servePlugin({
    handlers: providerHandlers(provider),
    logger: pluginLogger((line) => log.push(line), Date.now),
    security: { kind: "none" },
    socket,
  });
  const running = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: "unix", String: socket.path },
  };
  const hosts = ["registry.terraform.io", "registry.opentofu.org"];
  const byAddress = hosts.map((host) => [`${host}/meshwork/${name}`, running]);
  site.env["TF_REATTACH_PROVIDERS"] = JSON.stringify(Object.fromEntries(byAddress));
}
