/**
 * A message that its definition does not allow, or bytes that are no such message.
 *
 * When encoding this is a mistake of ours, or of whoever let a foreign message through unseen; when decoding, the
 * peer's.
 */
export class EnvoyCodecError extends Error {
  override readonly name = "EnvoyCodecError";
  /** Full name of the outermost message. */
  readonly typeName: string;
  /** From the outermost message to the spot, e.g. `filter_chains[0].filters`; empty for the message itself. */
  readonly path: string;
  /** What is wrong at the spot, one line without a full stop. */
  readonly reason: string;

  constructor(typeName: string, path: string, reason: string) {
    super(`${typeName}${path && " at "}${path}: ${reason}`);
    this.typeName = typeName;
    this.path = path;
    this.reason = reason;
  }
}

/** Thrown where the spot is not known; {@link locatingErrors} makes an {@link EnvoyCodecError} of it. @internal */
export class BadValue extends Error {}

/** The way from the outermost message to the spot under work: field names, list indexes, map keys. @internal */
export type CodecPath = (string | number)[];

/** Runs `work`, which keeps `path` up to date and leaves it alone when it fails. @internal */
export function locatingErrors<T>(typeName: string, path: CodecPath, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof BadValue)) throw cause;
    throw new EnvoyCodecError(typeName, pathText(path), cause.message);
  }
}

/** A value as an error message shows it: short, and on one line whatever it holds. @internal */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

function pathText(path: CodecPath): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${step}`))
    .join("");
}
