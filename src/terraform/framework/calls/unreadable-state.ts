import { MalformedValue } from "../../wire/value/malformed-value.ts";
import { providerError } from "../provider-diagnostic.ts";
import { diagnosticsToWire } from "../to-wire.ts";

type Unreadable = { readonly diagnostics: ReturnType<typeof diagnosticsToWire> };

/** What is read from a state, or an error for people: states are files, and somebody may have edited one. */
export function orUnreadable<T>(read: () => T): T | Unreadable {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof MalformedValue)) throw cause;
    const problem = providerError({
      summary: "The state cannot be read",
      detail: `The state holds ${cause.message}: no provider has written it like that. Restore the state from its backup, or remove the object from it with \`terraform state rm\` and import it.`,
    });
    return { diagnostics: diagnosticsToWire([problem]) };
  }
}
