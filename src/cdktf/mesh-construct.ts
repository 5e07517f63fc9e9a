import { Construct } from "constructs";
import { entryKinds } from "../config/schema.ts";
import type { EntryKind } from "../config/schema.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { languageCodes } from "../language/codes.ts";
import type { CreationSite } from "./creation-site.ts";
import type { Props } from "./document/props-to-items.ts";
import type { Mistake } from "./findings.ts";
import type { ServiceName } from "./service-name.ts";

/** What a construct says about an entry of the mesh. Several may speak about one. */
export interface Statement {
  readonly kind: EntryKind;
  /** Of the entry; of kinds that exist once it is of no meaning. */
  readonly name: ServiceName;
  /** What is said of the entry itself, or of one of its parts. */
  readonly about: { readonly part: "entry" } | { readonly part: "source"; readonly name: ServiceName };
  readonly props: Props;
}

/** A construct that statements come from. */
export interface Origin extends Construct {
  /** Where the user's code made it. */
  readonly creationSite: CreationSite;
}

/** What the constructs of a mesh need of it. */
export interface MeshOwner {
  /** Something is said differently than before. */
  changed(): void;
  /** What is wrong with what the construct says. */
  mistakesOf(construct: Origin): readonly string[];
}

/** A construct below a mesh that has something to say about it. */
export abstract class MeshConstruct extends Construct implements Origin {
  readonly creationSite: CreationSite;

  constructor(scope: Construct, id: string, { owner, creationSite }: MeshConstructOptions) {
    super(scope, id);
    this.creationSite = creationSite;
    owner.changed();
    this.node.addValidation({ validate: () => [...owner.mistakesOf(this)] });
  }

  abstract statements(): readonly Statement[];

  /** What is wrong with the construct itself, whatever else the mesh has. */
  mistakes(): readonly Mistake[] {
    return [];
  }
}

export interface MeshConstructOptions {
  readonly owner: MeshOwner;
  readonly creationSite: CreationSite;
}

/** What one call of a method says. */
export class MeshStatement extends MeshConstruct {
  readonly #statement: Statement;

  constructor(
    scope: Construct,
    id: string,
    options: MeshConstructOptions & { readonly statement: Statement },
  ) {
    super(scope, id, options);
    this.#statement = options.statement;
  }

  statements(): readonly Statement[] {
    return this.#hasKnownKind() ? [this.#statement] : [];
  }

  /** Types allow no other kinds, but not every program has them. */
  override mistakes(): readonly Mistake[] {
    if (this.#hasKnownKind()) return [];
    const { kind } = this.#statement;
    const detail = `There are no entries of the kind "${kind}".${didYouMean(kind, entryKinds)} Known are ${entryKinds.join(", ")}.`;
    return [
      { origin: this, code: languageCodes.unsupportedBlock, summary: "Unknown kind of entries", detail },
    ];
  }

  #hasKnownKind(): boolean {
    return entryKinds.includes(this.#statement.kind);
  }
}

/** The id, or the first with a number behind it that is not taken. */
export function freeId(scope: Construct, id: string): string {
  let free = id;
  for (let number = 2; scope.node.tryFindChild(free); number += 1) free = `${id}-${number}`;
  return free;
}
