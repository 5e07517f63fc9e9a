import { Token, Tokenization } from "cdktf";
import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import { creationSite } from "./creation-site.ts";
import type {
  IntentionHttpPermissionProps,
  IntentionSourceProps,
  JwtRequirementProps,
  HttpMatchProps,
  LoadBalancerProps,
  ResolverFailoverProps,
  ResolverRedirectProps,
  ResolverSubsetProps,
  RouteDestinationProps,
  ServiceCheckProps,
  ServiceInstanceProps,
  ServiceProps,
  ServiceResolverProps,
  SplitProps,
  UpstreamProps,
} from "./gen/props.ts";
import { MeshConstruct, MeshStatement, freeId } from "./mesh-construct.ts";
import type { MeshConstructOptions, MeshOwner, Statement } from "./mesh-construct.ts";
import { valueMistake } from "./document/value-mistake.ts";
import type { Props } from "./document/props-to-items.ts";
import { serviceNameOf } from "./service-name.ts";
import type { NamedService, ServiceName } from "./service-name.ts";
import { Upstream } from "./upstream.ts";
import { versionSubset } from "./version-subset.ts";

/** Which requests are meant; every one unless something is given. */
export interface PermissionProps extends IntentionHttpPermissionProps {
  /** A token that they need as well. */
  readonly jwt?: JwtRequirementProps | undefined;
}

/** How many of a hundred requests, or that and more. */
export type SplitShare = number | IResolvable | Omit<SplitProps, "subset">;

/** A service of the mesh, whoever declares it: who may call it, and where its requests go. */
export class ServiceReference extends MeshConstruct implements NamedService {
  readonly serviceName: string;
  protected readonly owner: MeshOwner;

  /** @internal `mesh.serviceNamed` and `mesh.addService` make these. */
  constructor(
    scope: Construct,
    id: string,
    options: MeshConstructOptions & { readonly serviceName: string },
  ) {
    super(scope, id, options);
    this.serviceName = options.serviceName;
    this.owner = options.owner;
  }

  statements(): readonly Statement[] {
    return [];
  }

  /**
   * Lets this service send requests to another: all of them, or those that the permission describes. Permissions of the
   * same two services are tried in the order they were given; what none of them lets through is refused.
   */
  allowTo(destination: ServiceName, permission?: PermissionProps): this {
    return this.#intend("allow", destination, permission);
  }

  /** Refuses requests of this service to another, also where more general intentions let them through. */
  denyTo(destination: ServiceName, permission?: PermissionProps): this {
    return this.#intend("deny", destination, permission);
  }

  /**
   * Splits the requests to this service among its subsets, in parts of a hundred: `{ v1: 90, v2: 10 }`. A subset that
   * nobody describes with {@link addSubset} has the instances whose `meta.version` is its name.
   */
  split(shares: Readonly<Record<string, SplitShare>>): this {
    const splits = Object.entries(shares).map(([subset, share]) =>
      isShareAlone(share) ? { weight: share, subset } : { subset, ...share },
    );
    return this.#state("split", { kind: "service-splitter", props: { splits } });
  }

  /** Sends requests that match elsewhere, or changes how they are handled. The first route that matches decides. */
  route(match: HttpMatchProps, destination?: RouteDestinationProps): this {
    const route = { match: { http: match }, ...(destination && { destination }) };
    return this.#state("route", { kind: "service-router", props: { routes: [route] } });
  }

  /** What answers when no instance of a subset is well, by subset; `"*"` for every one. */
  failover(targets: Readonly<Record<string, ResolverFailoverProps>>): this {
    return this.#resolver("failover", { failover: targets });
  }

  /** Describes some of the service's instances; by default those whose `meta.version` is the subset's name. */
  addSubset(name: string, subset: ResolverSubsetProps = versionSubset(name)): this {
    return this.#resolver(`subset-${name}`, { subsets: { [name]: subset } });
  }

  /** Which subset answers requests that name none. */
  defaultSubset(name: string): this {
    return this.#resolver("default-subset", { defaultSubset: name });
  }

  /** Sends all requests for this service to another service or subset. */
  redirectTo(target: ServiceName | ResolverRedirectProps): this {
    const redirect = typeof target === "object" && !("serviceName" in target) ? target : { service: target };
    return this.#resolver("redirect", { redirect });
  }

  /** How an instance is chosen. */
  loadBalance(loadBalancer: LoadBalancerProps): this {
    return this.#resolver("load-balance", { loadBalancer });
  }

  /** Further settings of the service's resolver, such as `requestTimeout`. */
  configureResolver(settings: Omit<ServiceResolverProps, "name">): this {
    return this.#resolver("configure-resolver", settings);
  }

  /** A construct below this one that says something; the first with the id has it, further ones have a number. */
  protected say(id: string, statement: Omit<Statement, "props"> & { readonly props: object }): void {
    const props: Props = Object.fromEntries(Object.entries(statement.props));
    new MeshStatement(this, freeId(this, id), {
      owner: this.owner,
      creationSite: creationSite(),
      statement: { ...statement, props },
    });
  }

  #intend(action: "allow" | "deny", destination: ServiceName, permission?: PermissionProps): this {
    const props: Omit<IntentionSourceProps, "name"> = permission
      ? { permissions: [permissionOf(action, permission)] }
      : { action };
    this.say(`${action}-${idPart(destination)}`, {
      kind: "service-intentions",
      name: destination,
      about: { part: "source", name: this },
      props,
    });
    return this;
  }

  #resolver(id: string, props: Omit<ServiceResolverProps, "name">): this {
    return this.#state(id, { kind: "service-resolver", props });
  }

  #state(id: string, { kind, props }: Pick<Statement, "kind"> & { readonly props: object }): this {
    this.say(id, { kind, name: this, about: { part: "entry" }, props });
    return this;
  }
}

/**
 * How a service is called: by default at a port of `127.0.0.1` that depends on the destination's name alone, or on its
 * construct's id when only Terraform knows the name.
 */
export type ConnectProps = Partial<Omit<UpstreamProps, "name">>;

type NamedServiceProps = ServiceProps & { readonly name: string };

/** A service that the mesh declares. */
export class Service extends ServiceReference {
  readonly localName: string;
  #props: Props;

  /** @internal `mesh.addService` makes these. */
  constructor(
    scope: Construct,
    id: string,
    options: MeshConstructOptions & { readonly props: NamedServiceProps },
  ) {
    const { name: serviceName, ...props } = options.props;
    super(scope, id, { ...options, serviceName });
    this.localName = id;
    this.#props = props;
  }

  override statements(): readonly Statement[] {
    return [{ kind: "service", name: this, about: { part: "entry" }, props: this.#props }];
  }

  /** Gives the service's sidecar a listener for calls to another service. That they are let through is `allowTo`'s part. */
  connectTo(destination: ServiceName, props: ConnectProps = {}): Upstream {
    const id = freeId(this, `connect-${idPart(destination)}`);
    return new Upstream(this, id, {
      owner: this.owner,
      creationSite: creationSite(),
      caller: this,
      destination,
      props,
    });
  }

  /** A running copy of the service with its own sidecar. */
  addInstance(id: string, instance: Omit<ServiceInstanceProps, "id"> = {}): this {
    return this.#add(`instance-${id}`, { instances: [{ id, ...instance }] });
  }

  /** A probe of every instance. */
  addCheck(check: ServiceCheckProps): this {
    return this.#add("check", { checks: [check] });
  }

  /** Replaces properties that the service was made with: for aspects, which come later. */
  configure(props: Partial<Omit<ServiceProps, "name">>): this {
    this.#props = { ...this.#props, ...props };
    this.owner.changed();
    return this;
  }

  #add(id: string, props: Partial<ServiceProps>): this {
    this.say(id, { kind: "service", name: this, about: { part: "entry" }, props });
    return this;
  }
}

function permissionOf(action: "allow" | "deny", { jwt, ...http }: PermissionProps) {
  return { action, http, ...(jwt && { jwt }) };
}

/** What is no share at all stands as a weight, for it to be refused there. */
function isShareAlone(share: SplitShare): share is number | IResolvable {
  return (
    typeof share !== "object" ||
    Tokenization.isResolvable(share) ||
    valueMistake("weight", share) !== undefined
  );
}

/** Ids of constructs hold no tokens. */
function idPart(service: ServiceName): string {
  const name = serviceNameOf(service);
  return Token.isUnresolved(name) ? "service" : name;
}
