import type { Provider, ProviderFunction } from "./provider.ts";
import type { DataSource, Resource } from "./provider.ts";

/** One run of a provider: what it was configured with, and whether it shall stop. */
export class ProviderSession<Connection> {
  readonly provider: Provider<Connection>;
  readonly #stopping = new AbortController();
  #connection: Connection | undefined;

  constructor(provider: Provider<Connection>) {
    this.provider = provider;
  }

  /** Aborted once Terraform asks to stop. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** What the configuration gave. Terraform configures a provider before it uses it. */
  get connection(): Connection {
    if (this.#connection === undefined) throw new Error("the provider is used before it is configured");
    return this.#connection;
  }

  get isConfigured(): boolean {
    return this.#connection !== undefined;
  }

  use(connection: Connection): void {
    this.#connection = connection;
  }

  stop(): void {
    this.#stopping.abort();
  }

  resource(typeName: string): Resource<Connection> {
    return found(this.provider.resources[typeName], `resource type "${typeName}"`);
  }

  dataSource(typeName: string): DataSource<Connection> {
    return found(this.provider.dataSources[typeName], `data source "${typeName}"`);
  }

  function(name: string): ProviderFunction {
    return found(this.provider.functions[name], `function "${name}"`);
  }
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`this provider has no ${name}`);
  return value;
}
