import type { AttributePath } from "./attribute-path.ts";

/** What is wrong, or should be known, for the person who runs Terraform. */
export interface ProviderDiagnostic {
  readonly severity: "error" | "warning";
  /** One short line without a full stop. */
  readonly summary: string;
  /** Sentences; the last says the way out. */
  readonly detail: string;
  /** The attribute that Terraform points at, in the user's own configuration. */
  readonly path?: AttributePath;
}

type Details = Omit<ProviderDiagnostic, "severity">;

export function providerError(details: Details): ProviderDiagnostic {
  return { severity: "error", ...details };
}

export function providerWarning(details: Details): ProviderDiagnostic {
  return { severity: "warning", ...details };
}

export function hasProviderErrors(diagnostics: readonly ProviderDiagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
