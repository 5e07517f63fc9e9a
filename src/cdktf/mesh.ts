import { Annotations, Lazy, TerraformProvider, TerraformStack, Token } from "cdktf";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EntryKind } from "../config/schema.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { markSensitive } from "../language/sensitive.ts";
import { unknownValue } from "../language/value.ts";
import type { Value } from "../language/value.ts";
import { creationSite } from "./creation-site.ts";
import type { CreationSite } from "./creation-site.ts";
import type { MadeStatement } from "./document/entries-to-items.ts";
import type { Props } from "./document/props-to-items.ts";
import { TerraformExpressions } from "./document/terraform-expressions.ts";
import type { TerraformInputs } from "./document/terraform-expressions.ts";
import { TerraformValues } from "./document/terraform-values.ts";
import { Document } from "./gen/mesh/document/index.ts";
import type { DocumentTimeouts } from "./gen/mesh/document/index.ts";
import { MeshProvider } from "./gen/mesh/provider/index.ts";
import type {
  JwtProviderProps,
  MeshSettingsProps,
  PropsByKind,
  ProxyDefaultsProps,
  ServiceProps,
} from "./gen/props.ts";
import { rivalMistakes } from "./rival-meshes.ts";
import { placeOfOrigin, wrongType } from "./findings.ts";
import { mistakeWithin } from "./document/value-mistake.ts";
import { compileMesh, valueInput } from "./mesh-compilation.ts";
import type { MeshCompilation } from "./mesh-compilation.ts";
import { MeshConstruct, MeshStatement, freeId } from "./mesh-construct.ts";
import type { MeshOwner, Origin } from "./mesh-construct.ts";
import { mentions, readMeshDocument } from "./mesh-document.ts";
import type { MeshDocument } from "./mesh-document.ts";
import { Service, ServiceReference } from "./service.ts";
import { serviceNameOf } from "./service-name.ts";
import type { ServiceName } from "./service-name.ts";

export interface MeshProps extends MeshSettingsProps, DocumentVariables {
  /** Documents that are part of the mesh beside its constructs; see {@link Mesh.fromDocument}. */
  readonly document?: MeshDocument | undefined;
  /**
   * Whether other sets of the mesh declare services that this one refers to: what is missing here is then left to the
   * plan, which knows them. A mesh of the same stack has to come first: `dependsOn: [other.resource]`. Default: false.
   */
  readonly hasOtherSets?: boolean | undefined;
  /** The name of the set. Default: the provider's. */
  readonly set?: string | undefined;
  /** Whether an apply waits until every connected proxy has taken the revision. Default: true. */
  readonly waitForProxies?: boolean | undefined;
  readonly timeouts?: DocumentTimeouts | undefined;
  /** What is made before the set, such as the resource of another mesh. */
  readonly dependsOn?: readonly ITerraformDependable[] | undefined;
  /** Default: the stack's provider `mesh`, which is made when there is none so far. */
  readonly provider?: TerraformProvider | undefined;
}

/** What `Mesh.fromDocument` takes besides the path. */
export interface DocumentVariables {
  /** Values of the variables that the documents declare. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Values of such variables that stand in no plan and no state. */
  readonly sensitiveVariables?: Readonly<Record<string, unknown>>;
}

/**
 * A whole mesh, kept as one set of documents by one resource. It is compiled when the stack is synthesized: mistakes are
 * found by the constructs' validation, at the construct that makes them.
 */
export class Mesh extends Construct implements MeshOwner, Origin {
  readonly creationSite: CreationSite;
  /** The resource that keeps the set, to be overridden where this construct does not reach. */
  readonly resource: Document;
  readonly #given: Given;
  readonly #hasOtherSets: boolean;
  readonly #settings: MeshSettingsProps;
  readonly #warned = new Set<string>();
  #changes = 0;
  #latest: { readonly changes: number; readonly compilation: MeshCompilation } | undefined;

  constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    this.creationSite = creationSite();
    // Not among the settings.
    const { document: _, variables: __, sensitiveVariables: ___, ...rest } = props;
    const { hasOtherSets = false, dependsOn, ...more } = rest;
    const { set, waitForProxies, timeouts, provider = providerOf(this), ...settings } = more;
    this.#hasOtherSets = hasOtherSets;
    this.#given = givenOf(props);
    this.#settings = settings;
    this.node.addValidation({ validate: () => this.#validate() });
    this.resource = new Document(this, resourceId, {
      provider,
      ...(set !== undefined && { set }),
      ...(waitForProxies !== undefined && { waitForProxies }),
      ...(timeouts && { timeouts }),
      ...(dependsOn && { dependsOn: [...dependsOn] }),
      // As tokens, whose keys are left as they are.
      files: Token.asStringMap(Lazy.anyValue({ produce: () => this.#fileTexts() })),
      variables: this.#variablesToken("plain"),
      sensitiveVariables: this.#variablesToken("sensitive"),
    });
  }

  /**
   * The documents of a path, a file or a folder, as properties of a mesh: `new Mesh(stack, "mesh",
   * Mesh.fromDocument("mesh.hcl"))`. They are read at once, and their texts become part of the stack.
   */
  static fromDocument(path: string, variables: DocumentVariables = {}): MeshProps {
    return { document: readMeshDocument(path), ...variables };
  }

  /** Declares a service. Its name is the id unless it is given. */
  addService(id: string, props: ServiceProps): Service {
    return new Service(this, freeId(this, id), {
      owner: this,
      creationSite: creationSite(),
      props: { ...props, name: props.name ?? id },
    });
  }

  /** A service that a document of this mesh or another set declares. */
  serviceNamed(name: string): ServiceReference {
    const id = freeId(this, ownId("reference", name));
    return new ServiceReference(this, id, { owner: this, creationSite: creationSite(), serviceName: name });
  }

  /** What holds for all services that do not say otherwise. */
  addProxyDefaults(props: ProxyDefaultsProps): this {
    return this.addEntry("proxy-defaults", "proxy-defaults", props);
  }

  /** An issuer of tokens that permissions may ask for. */
  addJwtProvider(name: string, props: JwtProviderProps): this {
    return this.addEntry("jwt-provider", name, props);
  }

  /** An entry of any kind, as the documents have it. */
  addEntry<K extends EntryKind>(kind: K, name: ServiceName, props: PropsByKind[K]): this {
    const id = freeId(this, ownId(kind, serviceNameOf(name)));
    const statement = {
      kind,
      name,
      about: { part: "entry" },
      props: Object.fromEntries(Object.entries(props)),
    } as const;
    new MeshStatement(this, id, { owner: this, creationSite: creationSite(), statement });
    return this;
  }

  /**
   * Compiles the mesh as it is now. With values of the stack's variables, as if they were given to Terraform and the
   * others had their defaults; without any, all that only Terraform knows is unknown, and what depends on it is not
   * checked.
   */
  compile(inputs?: TerraformInputs): MeshCompilation {
    const { document } = this.#given;
    const values = new TerraformValues(this, (name) => document !== undefined && mentions(document, name));
    const expressions = inputs && new TerraformExpressions(this, inputs);
    const computed = (value: unknown): Value => expressions?.valueOf(value) ?? unknownValue;
    const given = new Map<string, VariableInput>();
    for (const name of this.#given.refused.keys()) given.set(name, valueInput(unknownValue));
    for (const { name, value, sensitive } of this.#givenVariables(values)) {
      const read = values.valueOf(value, computed);
      given.set(name, valueInput(sensitive ? markSensitive(read) : read));
    }
    const made = this.#statements();
    return compileMesh({
      made,
      values,
      document,
      variables: given,
      mistakes: [
        ...[...this.#given.refused.values()].map((detail) => wrongType(this, detail)),
        ...rivalMistakes(this),
        ...this.#constructs().flatMap((construct) => construct.mistakes()),
      ],
      computed,
      hasOtherSets: this.#hasOtherSets,
      previous: this.#latest?.compilation,
    });
  }

  /** @internal */
  changed(): void {
    this.#changes += 1;
  }

  /** @internal */
  mistakesOf(construct: Origin): readonly string[] {
    const { findings } = this.#compilation();
    return findings.flatMap(({ severity, text, origin }) => {
      if (severity !== "error" || (origin ?? this) !== construct) return [];
      return origin ? [text] : [`${text}\n    The mesh is made ${placeOfOrigin(this)}`];
    });
  }

  /** Called once for every synthesis, before the constructs below are. */
  #validate(): string[] {
    this.#changes += 1;
    const { findings } = this.#compilation();
    for (const { severity, text, origin = this } of findings) {
      if (severity !== "warning" || this.#warned.has(text)) continue;
      this.#warned.add(text);
      Annotations.of(origin).addWarning(text);
    }
    return [...this.mistakesOf(this)];
  }

  #compilation(): MeshCompilation {
    if (this.#latest?.changes !== this.#changes)
      this.#latest = { changes: this.#changes, compilation: this.compile() };
    return this.#latest.compilation;
  }

  #constructs(): readonly MeshConstruct[] {
    return this.node.findAll().filter((construct) => construct instanceof MeshConstruct);
  }

  #statements(): readonly MadeStatement[] {
    const below = this.#constructs().flatMap((origin) =>
      origin.statements().map((statement): MadeStatement => ({ statement, origin })),
    );
    const props: Props = Object.fromEntries(Object.entries(this.#settings));
    if (Object.keys(props).length === 0) return below;
    return [
      { statement: { kind: "mesh", name: "mesh", about: { part: "entry" }, props }, origin: this },
      ...below,
    ];
  }

  /** As Terraform reads them: what looks like its own interpolation is escaped. */
  #fileTexts(): Readonly<Record<string, string>> {
    const texts = [...this.#compilation().files].map(([name, text]) => [
      name,
      text.replace(/[$%](?=\{)/g, "$&$&"),
    ]);
    return Object.fromEntries(texts) as Readonly<Record<string, string>>;
  }

  #variablesToken(kind: VariableKind): { [name: string]: unknown } {
    return Token.asAnyMap(Lazy.anyValue({ produce: () => unlessEmpty(this.#variableValues(kind)) }));
  }

  #variableValues(kind: VariableKind): Readonly<Record<string, unknown>> {
    const all = [...this.#givenVariables(new TerraformValues(this)), ...this.#compilation().variables];
    const chosen = all.filter(({ sensitive }) => sensitive === (kind === "sensitive"));
    return Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
  }

  /** The documents' variables. A secret of the stack is one without being said to be. */
  #givenVariables(values: TerraformValues): readonly GivenVariable[] {
    return this.#given.variables.map(({ name, value, sensitive }) => ({
      name,
      value,
      sensitive: sensitive || values.isSensitive(value),
    }));
  }
}

interface GivenVariable {
  readonly name: string;
  readonly value: unknown;
  readonly sensitive: boolean;
}

interface Given {
  readonly document: MeshDocument | undefined;
  readonly variables: readonly GivenVariable[];
  /** What is wrong with further variables, by name. */
  readonly refused: ReadonlyMap<string, string>;
}

function givenOf({ document, variables = {}, sensitiveVariables = {} }: MeshProps): Given {
  const refused = new Map<string, string>();
  const accepted = [variables, sensitiveVariables].flatMap((group, index) =>
    Object.entries(group).flatMap(([name, value]): readonly GivenVariable[] => {
      const mistake = mistakeWithin(name, value);
      if (mistake === undefined) return [{ name, value, sensitive: index > 0 }];
      refused.set(name, mistake);
      return [];
    }),
  );
  return { document, variables: accepted, refused };
}

type VariableKind = "plain" | "sensitive";

/** What no service is called. The library leaves this id out of addresses: that of the mesh `edge` is `mesh_document.edge`. */
const resourceId = "Default";

/** An id below the mesh that no service has: their names hold no colons. */
function ownId(kind: string, name: string): string {
  return `${kind}:${Token.isUnresolved(name) ? "named-by-terraform" : name}`;
}

function unlessEmpty<T extends object>(members: T): T | undefined {
  return Object.keys(members).length > 0 ? members : undefined;
}

/** The stack's own, or a new one that takes its settings from the environment. */
function providerOf(mesh: Construct): TerraformProvider {
  const stack = TerraformStack.of(mesh);
  return stack.node.findAll().find(isMeshProvider) ?? new MeshProvider(stack, "mesh-provider");
}

function isMeshProvider(construct: object): construct is TerraformProvider {
  return (
    TerraformProvider.isTerraformProvider(construct) &&
    Reflect.get(construct, "terraformResourceType") === "mesh"
  );
}
