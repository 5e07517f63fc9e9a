import { randomBytes } from "node:crypto";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { AuthorityError } from "../ca/authority-error.ts";
import { decodeAuthorityState } from "../ca/authority-state.ts";
import type { AuthorityState } from "../ca/authority-state.ts";
import { decodeRememberedInstances } from "../catalog/remembered-instance.ts";
import type { RememberedInstance } from "../catalog/remembered-instance.ts";

/**
 * What `mesh agent -dev` remembers over a restart, in files that only their owner reads: an authority for each trust
 * domain, so that identities stay the same, the token for secrets over xDS, and how the instances were.
 */
export class StateDirectory {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // A folder that existed before may have been made with wider permissions.
    chmodSync(path, 0o700);
  }

  /** The file with the token; made at the first call. */
  tokenFile(): string {
    this.#readOrCreate("token", () => randomBytes(32).toString("base64url"));
    return join(this.#path, "token");
  }

  /** @throws Error when the file holds no token: an empty one would let everybody in */
  token(): string {
    const token = readFileSync(this.tokenFile(), "utf8").trim();
    if (!/^[\w-]{32,}$/.test(token)) {
      throw new Error(
        `${join(this.#path, "token")} holds no token. Remove the file; a new one is made at the next start.`,
      );
    }
    return token;
  }

  /** @throws Error naming what of the stored state cannot be used */
  check(): void {
    this.token();
    for (const name of readdirSync(this.#path).filter((file) => /^authority-.*\.json$/.test(file))) {
      this.#checkAuthority(name);
    }
  }

  #checkAuthority(name: string): void {
    try {
      decodeStored(this.#read(name) ?? "");
    } catch (cause) {
      const reason = cause instanceof AuthorityError ? cause.message : String(cause);
      throw new Error(
        `${join(this.#path, name)}: ${reason} Restore it, or remove it to give every workload a new identity.`,
        { cause },
      );
    }
  }

  /**
   * The authority of a trust domain; `create` makes it the first time.
   * @throws AuthorityError `malformed-state` when the file is damaged
   */
  async authority(trustDomain: string, create: () => Promise<AuthorityState>): Promise<AuthorityState> {
    const name = `authority-${trustDomain}.json`;
    const known = this.#read(name);
    if (known !== undefined) return decodeStored(known);
    const made = JSON.stringify(await create());
    return decodeStored(this.#readOrCreate(name, () => made));
  }

  /**
   * The instances as they last were; none the first time.
   * @throws Error when the file is damaged
   */
  instances(): readonly RememberedInstance[] {
    const known = this.#read(instancesName);
    return known === undefined ? [] : decodeRememberedInstances(JSON.parse(known));
  }

  /** @throws Error when the disk is full, or the folder gone */
  saveInstances(instances: readonly RememberedInstance[]): void {
    const path = join(this.#path, instancesName);
    this.#writeBeside(path, JSON.stringify(instances), (temporary) => renameSync(temporary, path));
  }

  #read(name: string): string | undefined {
    try {
      return readFileSync(join(this.#path, name), "utf8");
    } catch (cause) {
      if (hasCode(cause, "ENOENT")) return undefined;
      throw cause;
    }
  }

  /** Of two processes that create it at once the first wins and both read the same; no reader ever sees half a file. */
  #readOrCreate(name: string, make: () => string): string {
    const known = this.#read(name);
    if (known !== undefined) return known;
    const path = join(this.#path, name);
    try {
      this.#writeBeside(path, make(), (temporary) => linkSync(temporary, path));
    } catch (cause) {
      if (!hasCode(cause, "EEXIST")) throw cause;
    }
    return readFileSync(path, "utf8");
  }

  /** `publish` gives the whole text its name. Whatever happens, no half of it is left. */
  #writeBeside(path: string, text: string, publish: (temporary: string) => void): void {
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
      publish(temporary);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
}

const instancesName = "instances.json";

function decodeStored(text: string): AuthorityState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words would quote the text, which holds keys.
    throw new AuthorityError("malformed-state", "The stored authority is damaged: it is not valid JSON.");
  }
  return decodeAuthorityState(value);
}

/** Whether it is Node's error of that code. */
function hasCode(cause: unknown, code: "ENOENT" | "EEXIST"): boolean {
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === code;
}
