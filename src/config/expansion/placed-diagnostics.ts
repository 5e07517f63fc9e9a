import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";

/** Which of the copies of a block that modules and repetition make a diagnostic is about. */
export interface Place {
  /** `module.edge["a"].module.inner`; empty outside of modules. */
  readonly modulePath: string;
  /** `service.web["a"]`; empty for a block that is not repeated. */
  readonly instance: string;
  /** How many instances that block has. */
  readonly instanceCount: number;
}

/** The diagnostics of a document set that is decoded, with the places they are about. */
export class PlacedDiagnostics {
  readonly #found = new Map<string, { readonly diagnostic: Diagnostic; readonly places: Place[] }>();

  add(diagnostics: readonly Diagnostic[], place: Place): void {
    for (const diagnostic of diagnostics) {
      const key = keyOf(diagnostic);
      const known = this.#found.get(key);
      if (known) known.places.push(place);
      else this.#found.set(key, { diagnostic, places: [place] });
    }
  }

  /** Each mistake once, however many copies have it, with the copies named in its detail. */
  merged(): readonly Diagnostic[] {
    return [...this.#found.values()].map(({ diagnostic, places }) => ({
      ...diagnostic,
      detail: `${modulePrefix(places)}${diagnostic.detail}${instanceSuffix(places)}`,
    }));
  }
}

/** The diagnostics with the modules they are about before their details, as far as their files are modules' documents. */
export function namingModules(
  diagnostics: readonly Diagnostic[],
  modulesOfFile: ReadonlyMap<SourceFile, readonly string[]>,
): readonly Diagnostic[] {
  if (modulesOfFile.size === 0) return diagnostics;
  return diagnostics.map((diagnostic) => {
    const modules = diagnostic.subject && modulesOfFile.get(diagnostic.subject.file);
    return modules
      ? { ...diagnostic, detail: `${firstAndCount(new Set(modules))}: ${diagnostic.detail}` }
      : diagnostic;
  });
}

function keyOf({ code, subject, summary, detail }: Diagnostic): string {
  const at = subject ? `${subject.file.filename} ${subject.start} ${subject.end}` : "";
  return [code, at, summary, detail].join("\n");
}

function modulePrefix(places: readonly Place[]): string {
  const paths = new Set(places.map(({ modulePath }) => modulePath).filter((path) => path !== ""));
  return paths.size === 0 ? "" : `${firstAndCount(paths)}: `;
}

/** What every instance has is a mistake of the block, not of one of them. */
function instanceSuffix(places: readonly Place[]): string {
  const instances = new Set(places.map(({ instance }) => instance).filter((instance) => instance !== ""));
  const all = places[0]?.instanceCount ?? 1;
  if (instances.size === 0 || (all > 1 && instances.size === all)) return "";
  return ` This is in ${firstAndCount(instances)}.`;
}

function firstAndCount(names: ReadonlySet<string>): string {
  const [first = ""] = names;
  return names.size > 1 ? `${first} and ${names.size - 1} more` : first;
}
