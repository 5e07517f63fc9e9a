import { schemaOfKind } from "../../config/schema.ts";
import type { EntryKind } from "../../config/schema.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { groupedBy } from "../grouped-by.ts";
import type { Origin, Statement } from "../mesh-construct.ts";
import type { DocumentItem } from "./document-item.ts";
import { entriesToItems } from "./entries-to-items.ts";
import type { MadeStatement } from "./entries-to-items.ts";
import { knownName } from "./props-to-items.ts";
import type { TerraformValues, TerraformVariableValue } from "./terraform-values.ts";
import { writeDocument } from "./write-document.ts";
import type { Place } from "./write-document.ts";

/** A document that was written from constructs, and where they speak in it. */
export interface ConstructFile {
  readonly file: SourceFile;
  readonly places: readonly Place<Origin>[];
}

/**
 * A document for each service, with all that is said of it, and one for what holds for the whole mesh: what a plan shows
 * as changed is then no longer than it needs to be.
 */
export function constructFiles(
  made: readonly MadeStatement[],
  values: TerraformValues,
  { taken, previous }: FileNames,
): readonly ConstructFile[] {
  const names = new Set(taken);
  return [...groupedBy(made, ({ statement }) => subjectOf(statement))].map(([subject, statements]) => {
    const filename = freeName(subject, names);
    names.add(filename);
    const known = values.variables.length;
    const ordered = [...statements].sort((a, b) => rankOf(a) - rankOf(b));
    const entries = entriesToItems(ordered, values);
    const declarations = values.variables.slice(known).map(declarationOf);
    const { text, places } = writeDocument<Origin>([...entries, ...declarations]);
    const before = previous.get(filename);
    return { file: before?.text === text ? before : { filename, text }, places };
  });
}

export interface FileNames {
  /** Names of other documents. */
  readonly taken: readonly string[];
  /** Documents of an earlier time, by name: the compiler knows a file that has not changed when it is the same object. */
  readonly previous: ReadonlyMap<string, SourceFile>;
}

/** The service that a statement is about; `mesh` for the whole. */
function subjectOf({ kind, name }: Statement): string {
  if (schemaOfKind(kind).schema["x-mesh-label"] === undefined) return "mesh";
  const known = knownName(name) ?? "";
  return known === "*" ? "any-service" : known.replace(/[^\w.-]+/g, "-").replace(/^\.+/, "");
}

function freeName(subject: string, taken: ReadonlySet<string>): string {
  let name = `${subject}.hcl`;
  for (let number = 2; taken.has(name); number += 1) name = `${subject}-${number}.hcl`;
  return name;
}

/** As one reads about a service: what it is, where its requests go, who may call it. */
const order: Readonly<Record<EntryKind, number>> = {
  mesh: 0,
  "proxy-defaults": 1,
  "jwt-provider": 2,
  "service-defaults": 3,
  service: 4,
  "service-router": 5,
  "service-splitter": 6,
  "service-resolver": 7,
  "service-intentions": 8,
};

function rankOf({ statement }: MadeStatement): number {
  return order[statement.kind];
}

function declarationOf({ name, type, sensitive }: TerraformVariableValue): DocumentItem<never> {
  const items: DocumentItem<never>[] = [];
  if (type !== undefined)
    items.push({ kind: "attribute", name: "type", value: { kind: "type", text: type } });
  if (sensitive) items.push({ kind: "attribute", name: "sensitive", value: true });
  return { kind: "block", type: "variable", label: name, items };
}
