import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import type { ChildProgram } from "../child-program.ts";
import { repository } from "../test-site.ts";
import type { Finished, TestSite } from "../test-site.ts";

export interface TerraformWorkspaceOptions {
  /** Of the folder, within the site's. */
  readonly name: string;
  readonly program: string;
  /** The provider `mesh` that was built, unless a test serves another one itself. */
  readonly provider?: string;
}

/** A folder with a configuration, and the program that is run in it with the provider that was built. */
export class TerraformWorkspace {
  readonly folder: string;
  readonly #site: TestSite;
  readonly #program: string;
  /** The variables of plans that were saved, by file: an apply of one is not told them again. */
  readonly #savedWith = new Map<string, readonly string[]>();

  constructor(site: TestSite, { name, program, provider = "mesh" }: TerraformWorkspaceOptions) {
    this.#site = site;
    this.#program = program;
    this.folder = join(site.folder, name);
    mkdirSync(this.folder, { recursive: true });
    const settings = join(site.folder, "terraform.rc");
    const folder = JSON.stringify(join(repository, "dist"));
    writeFileSync(settings, `provider_installation {\n  dev_overrides { "meshwork/mesh" = ${folder} }\n}\n`);
    Object.assign(site.env, { TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" });
    this.write(
      "terraform.tf",
      `terraform {\n  required_providers {\n    ${provider} = { source = "meshwork/${provider}" }\n  }\n}\n`,
    );
  }

  /** Runs the configuration that constructs were synthesized to, in place of the folder's own. */
  useStack(configuration: StackConfiguration): void {
    const { backend: _, ...terraform } = configuration.terraform;
    // Its state would lie where the constructs ran.
    this.write("cdk.tf.json", JSON.stringify({ ...configuration, terraform }));
    this.write("terraform.tf", "");
  }

  /** Writes a file of the folder. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  start(...args: readonly string[]): ChildProgram {
    // `terraform state rm` takes its flags after both words.
    const words = args[0] === "state" ? 2 : 1;
    return this.#site.start({
      name: `terraform ${args.join(" ")}`,
      command: this.#program,
      args: [
        ...args.slice(0, words),
        ...(plain.has(args[0] ?? "") ? [] : ["-no-color"]),
        ...args.slice(words),
      ],
      cwd: this.folder,
    });
  }

  /**
   * Runs a command to its end, whatever comes of it. No apply that succeeds in any test may leave a difference behind,
   * unless it was told to leave one: each is followed by a plan.
   */
  async run(...args: readonly string[]): Promise<Finished> {
    const finished = await this.#site.finish(this.start(...args));
    const variables = args.filter((arg) => arg.startsWith("-var"));
    const saved = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length);
    if (saved !== undefined) this.#savedWith.set(saved, variables);
    const leavesNone = args[0] === "apply" && finished.code === 0 && !args.some((arg) => isPartial.test(arg));
    if (leavesNone) await this.expectNoChanges(...(this.#savedWith.get(args.at(-1) ?? "") ?? variables));
    return finished;
  }

  /** Runs a command that must succeed. */
  async succeed(...args: readonly string[]): Promise<Finished> {
    const finished = await this.run(...args);
    if (finished.code === 0) return finished;
    throw new Error(
      `terraform ${args.join(" ")} ended with ${finished.code}\n${finished.stdout}${finished.stderr}`,
    );
  }

  /** Applies all there is. */
  apply(...args: readonly string[]): Promise<Finished> {
    return this.succeed("apply", "-auto-approve", ...args);
  }

  async expectNoChanges(...args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.run("plan", "-detailed-exitcode", ...args);
    expect({ code, output: code === 0 ? "" : `${stdout}${stderr}` }).toEqual({ code: 0, output: "" });
  }

  /** The values of a resource in the state. */
  async state(address: string): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.#site.finish(
      this.#site.start({
        name: "terraform show",
        command: this.#program,
        args: ["show", "-json"],
        cwd: this.folder,
      }),
    );
    const { values } = JSON.parse(stdout) as ShownState;
    const resource = values?.root_module.resources?.find((candidate) => candidate.address === address);
    if (!resource) throw new Error(`no ${address} in the state`);
    return resource.values;
  }
}

/** `cdk.tf.json`. */
export interface StackConfiguration {
  readonly terraform: Readonly<Record<string, unknown>>;
}

interface ShownState {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly { readonly address: string; readonly values: Record<string, unknown> }[];
    };
  };
}

/** An apply of a part, or of what is there already: the configuration may say more. */
const isPartial = /^-(target|refresh-only|destroy)\b/;

/** Those that color nothing and know no such flag. */
const plain: ReadonlySet<string> = new Set(["state", "show", "providers"]);

/** The words of a message as Terraform wraps them, without the wrapping. */
export function unwrapped(text: string): string {
  return text.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
}
