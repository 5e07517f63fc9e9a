import type { CtyType } from "../wire/value/cty-type.ts";
import type { CtyMap, CtyValue } from "../wire/value/cty-value.ts";
import type { ProviderDiagnostic } from "./provider-diagnostic.ts";
import type { Schema } from "./schema.ts";

/** A provider: what Terraform calls it, what it manages, and what all that needs of its configuration. */
export interface Provider<Connection> {
  readonly schema: Schema;
  /** Values may be unknown while planning. `undefined` stands for a configuration that diagnostics refuse. */
  configure(config: CtyMap): Answer<Connection | undefined>;
  /** By the name of the type, the provider's own name first. */
  readonly resources: Readonly<Record<string, Resource<Connection>>>;
  readonly dataSources: Readonly<Record<string, DataSource<Connection>>>;
  readonly functions: Readonly<Record<string, ProviderFunction>>;
}

/** A result together with what is to be said of it; with an error among that, the result does not count. */
export interface Answer<T> {
  readonly value: T;
  readonly diagnostics: readonly ProviderDiagnostic[];
}

/** What every call brings. */
export interface CallContext<Connection> {
  readonly connection: Connection;
  /** Aborted when the user interrupts Terraform, or when the time for the call is up. */
  readonly signal: AbortSignal;
}

/** What a resource keeps with its state, or hands from plan to apply, and nobody else reads; empty at first. */
export type Private = string;

export interface Planned {
  readonly planned: CtyMap;
  readonly private: Private;
}

export interface Stored {
  readonly state: CtyMap;
  readonly private: Private;
}

export interface PlanContext<Connection> extends CallContext<Connection> {
  /** Undefined when the object is to be created. */
  readonly prior: CtyMap | undefined;
  /** What the schema alone says of the plan. */
  readonly planned: CtyMap;
  /** With the write-only values. */
  readonly config: CtyMap;
  readonly private: Private;
}

export interface ApplyContext<Connection> extends CallContext<Connection> {
  readonly planned: CtyMap;
  /** With the write-only values. */
  readonly config: CtyMap;
  readonly private: Private;
}

/** A kind of thing that Terraform creates, changes and destroys. */
export interface Resource<Connection> extends ResourceLifecycle<Connection> {
  readonly schema: Schema;
  /** From the JSON of an older state to that of the next version, by the older version. */
  readonly upgrades?: ReadonlyMap<number, (json: string) => string>;
  /**
   * Takes over what a `moved` block of the user leaves to it; it is read before it is planned. States of the same type are
   * upgraded, whichever provider they come from, and never asked for here. Undefined: it cannot take over such a thing.
   */
  readonly move?: (source: MovedObject) => Answer<Stored | undefined> | undefined;
}

/** The state of something of another type, or of another provider. */
export interface MovedObject {
  /** For example `terraform.io/builtin/terraform`. */
  readonly providerAddress: string;
  readonly typeName: string;
  /** As the other provider wrote it, whatever that was. */
  readonly json: string;
}

/** How such a thing comes and goes. */
export interface ResourceLifecycle<Connection> {
  /**
   * What is wrong with a configuration on its own. Values may be unknown. Asked once for all, and again just before the
   * plan: `isPlanned` says that a plan follows, which need not be told the same.
   */
  validate?(
    config: CtyMap,
    occasion: { readonly isPlanned: boolean },
  ): readonly ProviderDiagnostic[] | Promise<readonly ProviderDiagnostic[]>;
  /** Completes the plan of a creation or a change. */
  plan(context: PlanContext<Connection>): Promise<Answer<Planned>>;
  /** Undefined: nothing was made. */
  create(context: ApplyContext<Connection>): Promise<Answer<Stored | undefined>>;
  update(context: ApplyContext<Connection> & { readonly prior: CtyMap }): Promise<Answer<Stored>>;
  /** Undefined: it is gone. */
  read(
    context: CallContext<Connection> & { readonly state: CtyMap; readonly private: Private },
  ): Promise<Answer<Stored | undefined>>;
  delete(
    context: CallContext<Connection> & { readonly state: CtyMap },
  ): Promise<readonly ProviderDiagnostic[]>;
  import(context: CallContext<Connection> & { readonly id: string }): Promise<Answer<Stored | undefined>>;
}

/** Something that is only looked at. */
export interface DataSource<Connection> {
  readonly schema: Schema;
  /** The configuration is known in full. */
  read(context: CallContext<Connection> & { readonly config: CtyMap }): Promise<Answer<CtyMap | undefined>>;
}

/** A pure function for expressions. */
export interface ProviderFunction {
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly parameters: readonly FunctionParameter[];
  readonly variadic?: FunctionParameter;
  readonly returns: CtyType;
  /** Arguments are known, and null only where the parameter says so. */
  call(args: readonly CtyValue[]): FunctionResult | Promise<FunctionResult>;
}

export interface FunctionParameter {
  readonly name: string;
  readonly type: CtyType;
  readonly description: string;
  readonly allowsNull?: true;
}

export type FunctionResult =
  | { readonly kind: "value"; readonly value: CtyValue }
  /** `argument` is the index of the one to blame. */
  | { readonly kind: "error"; readonly text: string; readonly argument?: number };
