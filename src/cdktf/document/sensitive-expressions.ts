import {
  DefaultTokenResolver,
  StringConcat,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Tokenization,
} from "cdktf";
import type { TerraformElement } from "cdktf";
import type { IConstruct } from "constructs";
import type { Expression } from "../../language/expression.ts";
import { parseTemplateSource } from "../../language/native/parse-native.ts";
import { groupedBy } from "../grouped-by.ts";
import { traversalsOf } from "../../language/traversals-of.ts";
import type { Traversal } from "../../language/traversals-of.ts";

/** Tells which expressions of Terraform's nobody may see the value of, as far as the app's constructs tell it. */
export class SensitiveExpressions {
  readonly #stack: TerraformStack;
  readonly #resolver = new DefaultTokenResolver(new StringConcat());
  /** What has names, by the stack or app that was searched: there are many expressions. */
  readonly #named = new Map<IConstruct, ReadonlyMap<string, readonly NamedElement[]>>();

  constructor(scope: IConstruct) {
    this.#stack = TerraformStack.of(scope);
  }

  /**
   * Whether a value holds an expression with a sensitive variable, of this stack or another, or with the function
   * `sensitive`, also by way of locals. What providers mark, such as passwords that they make, is not known here.
   */
  has(value: unknown): boolean {
    return this.#isSensitive(value, { stack: this.#stack, above: [] });
  }

  #isSensitive(value: unknown, place: Place): boolean {
    if (typeof value === "string") return this.#isSensitiveText(value, place);
    if (typeof value !== "object" || value === null) return false;
    const members: readonly (readonly [string, unknown])[] = Object.entries(value);
    return members.some((member) => member.some((part) => this.#isSensitive(part, place)));
  }

  #isSensitiveText(text: string, place: Place): boolean {
    if (!/[$%]\{/.test(text)) return false;
    const file = { filename: "cdk.tf.json", text };
    const expression = parseTemplateSource({ file, text, start: 0, limit: text.length }).value;
    if (isCallOf("nonsensitive", expression)) return false;
    // In a literal it means nothing, and does no harm.
    if (/\bsensitive\s*\(/.test(text)) return true;
    return traversalsOf(expression).some((reference) => this.#isSensitiveReference(reference, place));
  }

  #isSensitiveReference({ root, path }: Traversal, { stack, above }: Place): boolean {
    const [name] = path;
    if (root === "var")
      return this.#elements(stack, name).some(
        (found) => found instanceof TerraformVariable && isSecret(found),
      );
    const definitions =
      root === "local" ? this.#localsOf(stack, name) : root === "data" ? this.#outputsFor(stack, path) : [];
    return definitions
      .filter(({ element }) => !above.includes(element))
      .some(({ element, value }) => {
        const scope = TerraformStack.of(element);
        const expression: unknown = Tokenization.resolve(value, { scope, resolver: this.#resolver });
        return this.#isSensitive(expression, { stack: scope, above: [...above, element] });
      });
  }

  #localsOf(stack: TerraformStack, name: unknown): readonly Definition[] {
    return this.#elements(stack, name).flatMap((element) =>
      element instanceof TerraformLocal ? [{ element, value: writtenOf(element, "locals") }] : [],
    );
  }

  /** Outputs of the app's other stacks: the library makes one of each value that another stack uses. */
  #outputsFor(stack: TerraformStack, path: Traversal["path"]): readonly Definition[] {
    const [kind, , part, name] = path;
    if (kind !== "terraform_remote_state" || part !== "outputs") return [];
    return this.#elements(stack.node.root, name).flatMap((element) =>
      element instanceof TerraformOutput && TerraformStack.of(element) !== stack
        ? [{ element, value: element.value as unknown }]
        : [],
    );
  }

  #elements(scope: IConstruct, name: unknown): readonly NamedElement[] {
    const known =
      this.#named.get(scope) ??
      groupedBy(scope.node.findAll().filter(isNamedElement), ({ friendlyUniqueId }) => friendlyUniqueId);
    this.#named.set(scope, known);
    return (typeof name === "string" && known.get(name)) || [];
  }
}

interface Place {
  readonly stack: TerraformStack;
  /** What is being looked into already: locals may refer to one another in a circle. */
  readonly above: readonly NamedElement[];
}

type NamedElement = TerraformVariable | TerraformLocal | TerraformOutput;

/** What a name stands for. */
interface Definition {
  readonly element: NamedElement;
  readonly value: unknown;
}

function isNamedElement(construct: IConstruct): construct is NamedElement {
  return [TerraformVariable, TerraformLocal, TerraformOutput].some((type) => construct instanceof type);
}

/** Values of ephemeral variables may stand in no state either. */
function isSecret(variable: TerraformVariable): boolean {
  const written = writtenOf(variable, "variable");
  return ["sensitive", "ephemeral"].some((flag) => (memberOf(written, flag) ?? false) !== false);
}

/** What the stack's JSON says of the element. */
function writtenOf(element: TerraformElement, section: string): unknown {
  const written: unknown = element.toTerraform();
  return memberOf(memberOf(written, section), element.friendlyUniqueId);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function isCallOf(name: string, expression: Expression): boolean {
  if (expression.kind === "call") return expression.name === name;
  if (expression.kind !== "template" || expression.parts.length !== 1) return false;
  const [part] = expression.parts;
  return part?.kind === "interpolation" && isCallOf(name, part.expression);
}
