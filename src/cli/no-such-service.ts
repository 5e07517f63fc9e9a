import { didYouMean } from "../diagnostics/suggest.ts";

/** Says that a command names a service that no document declares. */
export function noSuchService(name: string, declared: Iterable<string>): string {
  return `There is no service "${name}".${didYouMean(name, [...declared])}`;
}
