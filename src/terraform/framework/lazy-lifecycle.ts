import type { ResourceLifecycle } from "./provider.ts";

/**
 * A lifecycle that is loaded when the first of its calls comes. Terraform starts a provider several times for one
 * command, and most of those times only its schema is wanted.
 */
export function lazyLifecycle<Connection>(
  load: () => Promise<ResourceLifecycle<Connection>>,
): ResourceLifecycle<Connection> {
  let loading: Promise<ResourceLifecycle<Connection>> | undefined;
  const loaded = (): Promise<ResourceLifecycle<Connection>> => (loading ??= load());
  return {
    validate: async (config, occasion) => (await (await loaded()).validate?.(config, occasion)) ?? [],
    plan: async (context) => (await loaded()).plan(context),
    create: async (context) => (await loaded()).create(context),
    update: async (context) => (await loaded()).update(context),
    read: async (context) => (await loaded()).read(context),
    delete: async (context) => (await loaded()).delete(context),
    import: async (context) => (await loaded()).import(context),
  };
}
