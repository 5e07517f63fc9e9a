import { compile } from "../../compile.ts";
import type { Compilation } from "../../compile.ts";
import { hasErrors, inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import { languageCodes } from "../../language/codes.ts";
import type { VariableInput } from "../../language/document-set-scope.ts";
import { variableInputs } from "../../documents/variable-inputs.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { loadSets } from "./load-sets.ts";
import type { LoadedSets, Sources } from "./load-sets.ts";

export interface CheckOptions extends Sources {
  readonly variableFlags: readonly VariableFlag[];
  readonly environmentVariables: ReadonlyMap<string, string>;
  /** What the proxies run; the newest supported version unless given. */
  readonly envoyVersion?: EnvoyVersion | undefined;
}

export interface CheckedSources {
  readonly files: readonly SourceFile[];
  readonly skipped: readonly string[];
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when a diagnostic is an error. */
  readonly mesh: Compilation["mesh"];
}

/** Reads and compiles what the paths name, with everything that is wrong about it. */
export function checkSources(options: CheckOptions): CheckedSources {
  const loaded = loadSets(options);
  const { value: variables, diagnostics: unread } = variableInputs(
    options.variableFlags,
    options.environmentVariables,
  );
  const compiled = compileSets(loaded.sets, variables, options);
  const diagnostics = inSourceOrder([...loaded.diagnostics, ...unread, ...compiled.diagnostics]);
  return {
    files: loaded.files,
    skipped: loaded.skipped,
    diagnostics,
    mesh: hasErrors(diagnostics) ? undefined : compiled.mesh,
  };
}

type Compiled = Pick<Compilation, "diagnostics" | "mesh">;

/** Compiles the sets together. A value for a variable is a mistake only when none of them declares the variable. */
function compileSets(
  sets: LoadedSets["sets"],
  variables: ReadonlyMap<string, VariableInput>,
  { envoyVersion }: Pick<CheckOptions, "envoyVersion">,
): Compiled {
  const compiled = compile(
    sets.map((set) => ({ ...set, variables })),
    { envoyVersion },
  );
  const undeclared = compiled.diagnostics.filter(({ code }) => code === languageCodes.undeclaredInput);
  if (sets.length < 2 || undeclared.length === 0) return compiled;
  const tolerant = new Map([...variables].map(([name, input]) => [name, ignoredElsewhere(input)]));
  const again = compile(
    sets.map((set) => ({ ...set, variables: tolerant })),
    { envoyVersion },
  );
  const nowhere = everywhere(undeclared, sets.length);
  return {
    diagnostics: [...nowhere, ...again.diagnostics],
    mesh: nowhere.length > 0 ? undefined : again.mesh,
  };
}

function ignoredElsewhere(input: VariableInput): VariableInput {
  return { ...input, whenUndeclared: "ignore" };
}

/** One of each that every set reported; their suggestions differ. */
function everywhere(diagnostics: readonly Diagnostic[], setCount: number): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  return diagnostics.filter(({ summary }) => {
    const count = (counts.get(summary) ?? 0) + 1;
    counts.set(summary, count);
    return count === setCount;
  });
}
