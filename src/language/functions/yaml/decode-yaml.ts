import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from "yaml";
import type { Alias, Document, Node, YAMLMap } from "yaml";
import { MAX_NESTING, MAX_VALUE_NODES } from "../../limits.ts";
import type { ObjectValue, Value } from "../../value.ts";
import { isObject } from "../../value.ts";
import { textOf } from "../../conversion.ts";
import { FunctionFailure } from "../function-definition.ts";
import { isPlainMergeKey, resolveScalar } from "./yaml-scalar.ts";

/**
 * One YAML document as a value, with the types and tags that Terraform's yamldecode knows: those of YAML 1.1 and some
 * of 1.2. Aliases are followed, merge keys merged; what aliases add up to, and how deep, is bounded.
 */
export function decodeYaml(text: string): Value | FunctionFailure {
  if (text.length > MAX_YAML_LENGTH) {
    return new FunctionFailure(
      `YAML may have ${MAX_YAML_LENGTH} characters. Split it, or convert it to JSON.`,
      0,
    );
  }
  if (isNestedTooDeep(text)) return tooDeep();
  const [document, second] = parseDocuments(text);
  if (!document?.contents) return new FunctionFailure("The text holds no YAML document. Give it one.", 0);
  if (second) return new FunctionFailure("The text holds several YAML documents. Give one of them.", 0);
  const [problem] = document.errors;
  if (problem) return notYaml(problem.message);
  const reader = new YamlReader(aliasTargets(document));
  try {
    return reader.read(document.contents);
  } catch (cause) {
    if (cause instanceof YamlProblem) return new FunctionFailure(cause.message, 0);
    throw cause;
  }
}

/** The library takes seconds and hundreds of megabytes for more. */
const MAX_YAML_LENGTH = 1024 * 1024;

/** Ends the reading of a document; never leaves this file. */
class YamlProblem extends Error {}

type YamlDocument = Document.Parsed;

function parseDocuments(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, {
    // Plain scalars stay texts here: which of them are numbers, bools and null is decided by Terraform's rules.
    schema: "failsafe",
    version: "1.1",
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "silent",
    strict: true,
  });
  return Array.isArray(documents) ? documents : [];
}

/** What each alias stands for: the last node before it with its anchor. Found once, since the library searches each time. */
function aliasTargets(document: YamlDocument): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

class YamlReader {
  /** Nodes that are being read: an alias to one of them would never end. */
  private readonly open = new Set<Node>();
  private nodesLeft = MAX_VALUE_NODES;

  constructor(private readonly targets: ReadonlyMap<Alias, Node>) {}

  read(node: Node | null): Value {
    this.nodesLeft -= 1;
    if (this.nodesLeft < 0) {
      throw new YamlProblem(
        `With its aliases followed, the document has more than ${MAX_VALUE_NODES} values. Give a smaller one.`,
      );
    }
    if (node === null) return null;
    if (isAlias(node)) return this.readOnce(this.targets.get(node), `*${node.source}`);
    return this.readOnce(node, "the document");
  }

  private readOnce(node: Node | undefined, name: string): Value {
    if (!node) throw new YamlProblem(`There is no anchor for ${name}. Define it first.`);
    if (this.open.has(node))
      throw new YamlProblem(`The alias ${name} lies within what it stands for. Remove it.`);
    if (this.open.size > MAX_NESTING)
      throw new YamlProblem(`The document is nested deeper than ${MAX_NESTING} levels. Give a flatter one.`);
    this.open.add(node);
    const value = this.readNode(node);
    this.open.delete(node);
    return value;
  }

  private readNode(node: Node): Value {
    if (isSeq<Node | null>(node)) {
      refuseTag(node.tag, "seq");
      return node.items.map((item) => this.read(item));
    }
    if (isMap<Node | null, Node | null>(node)) {
      refuseTag(node.tag, "map");
      return this.readMap(node);
    }
    if (!isScalar(node)) throw new YamlProblem("The document holds something that is no value. Remove it.");
    const value = resolveScalar({
      text: typeof node.value === "string" ? node.value : "",
      isPlain: node.type === "PLAIN",
      tag: node.tag,
    });
    if (value instanceof FunctionFailure) throw new YamlProblem(value.message);
    return value;
  }

  private readMap(map: YAMLMap<Node | null, Node | null>): ObjectValue {
    const members = new Map<string, Value>();
    for (const { key, value } of map.items) {
      if (isScalar(key) && isPlainMergeKey(key.value)) this.merge(members, value);
      else members.set(this.readKey(key), this.read(value));
    }
    return members;
  }

  private merge(into: Map<string, Value>, node: Node | null): void {
    const merged = this.read(node);
    if (!isObject(merged)) throw new YamlProblem("Only a mapping can be merged with <<. Give it one.");
    for (const [key, value] of merged) into.set(key, value);
  }

  private readKey(node: Node | null): string {
    const key = this.read(node);
    const text = key === null ? undefined : textOf(key);
    if (text === undefined) throw new YamlProblem("A key is null, a list or a mapping. Keys must be texts.");
    return text;
  }
}

function refuseTag(tag: string | undefined, kind: "seq" | "map"): void {
  if (tag === undefined || tag === `tag:yaml.org,2002:${kind}`) return;
  throw new YamlProblem(`The tag ${tag} is not known here. Leave it out.`);
}

/** The parser is recursive, so the depth of flow collections and of nested blocks is bounded before it begins. */
function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/[[\]{}]/g)) {
    depth += token === "[" || token === "{" ? 1 : -1;
    if (depth > MAX_NESTING) return true;
  }
  return /^[ ]{1000}|^ *(?:[-?:] +){250}/m.test(text);
}

function tooDeep(): FunctionFailure {
  return new FunctionFailure(
    `The document is nested deeper than ${MAX_NESTING} levels. Give a flatter one.`,
    0,
  );
}

function notYaml(message: string): FunctionFailure {
  const [line = ""] = message.split("\n");
  return new FunctionFailure(`This text is no YAML: ${line.replace(/[.:]?$/, ".")} Correct it there.`, 0);
}
