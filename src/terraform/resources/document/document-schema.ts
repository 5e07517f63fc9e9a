import { isSetName, setNameRule } from "../../../client/set-name.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import { ofType } from "../../framework/schema.ts";
import type { ObjectRule, Schema, Validator } from "../../framework/schema.ts";
import { timeoutsAttribute } from "../../framework/timeouts.ts";
import { exactlyOneOf } from "../../framework/validators/attribute-groups.ts";
import { ctyBool, ctyDynamic, ctyList, ctyMap, ctyNumber, ctyString } from "../../wire/value/cty-type.ts";
import { isCtyMap, isTyped, isUnknown } from "../../wire/value/cty-value.ts";
import { dynamicMembers } from "../language-value.ts";

/** Long enough for proxies that are just starting. */
export const documentTimeouts = { create: "2m", update: "2m" } as const;

const isNameOfSet: Validator = (value) =>
  typeof value === "string" && isSetName(value) ? undefined : `A set's name has ${setNameRule}.`;

const areFileNames: Validator = (value) => {
  const names = isCtyMap(value) ? [...value.keys()] : [];
  const wrong = names.find(
    (name) => !/^[^/\\\0]+(\/[^/\\\0]+)*$/.test(name) || /(^|\/)\.\.?(\/|$)/.test(name),
  );
  return wrong === undefined
    ? undefined
    : `"${wrong}" is no name of a file below a folder. Give names such as "mesh.hcl" or "modules/edge/main.hcl".`;
};

const areVariables: Validator = (value) => {
  const inner = isTyped(value) ? value.value : value;
  return inner === null || isUnknown(inner) || isCtyMap(inner)
    ? undefined
    : "Variables are given by their names. Write them as an object: { name = value }.";
};

/** One name, one value. */
const variablesOnce: ObjectRule = (config) => {
  const secret = dynamicMembers(config.get("sensitive_variables"));
  const twice = [...dynamicMembers(config.get("variables")).keys()].find((name) => secret.has(name));
  if (twice === undefined) return [];
  return [
    providerError({
      summary: "A variable has two values",
      detail: `"${twice}" is given by both "variables" and "sensitive_variables". Remove one of the two.`,
      path: attributeAt("sensitive_variables"),
    }),
  ];
};

export const documentSchema: Schema = {
  version: 0,
  description:
    "A set of documents in force: all of it as one revision, or nothing. The plan runs the compiler and shows what would change, entry by entry; the apply makes just that, against the revision that was planned on, and waits until the connected proxies have taken it.",
  attributes: {
    source: {
      description:
        "The path of a document, or of a folder of documents, read as `mesh apply` reads it: with its modules and the files that expressions read. This or `files`.",
      presence: "optional-computed",
      shape: ofType(ctyString),
    },
    files: {
      description:
        "The documents as texts, by file name: `*.hcl` and `*.json` without a folder in their name are documents, those below a folder are modules or files that expressions read. This or `source`.",
      presence: "optional-computed",
      shape: ofType(ctyMap(ctyString)),
      validators: [areFileNames],
    },
    variables: {
      description:
        "Values of the documents' variables, by name, of any type. Plans and states show them, and the entries made of them, even where Terraform's own variable is sensitive: secrets belong in `sensitive_variables`.",
      presence: "optional-computed",
      shape: ofType(ctyDynamic),
      validators: [areVariables],
    },
    sensitive_variables: {
      description:
        "Values of variables that nobody may see, by name. They stand in no plan and no state, may come from ephemeral values, and are hidden wherever the mesh shows its entries. That one of them changed is found by asking the agent.",
      presence: "optional",
      shape: ofType(ctyDynamic),
      sensitive: true,
      writeOnly: true,
      validators: [areVariables],
    },
    set: {
      description:
        "The name of the set. Sets are replaced one by one and linked together. The provider's `set` unless given.",
      presence: "optional-computed",
      shape: ofType(ctyString),
      isStable: true,
      requiresReplace: true,
      validators: [isNameOfSet],
    },
    wait_for_proxies: {
      description:
        "Whether an apply waits until every connected proxy has taken the revision. A proxy that refuses it is then an error at the line it comes from; what is created is taken back, and what is changed is tried again by the next apply.",
      presence: "optional",
      shape: ofType(ctyBool),
      default: true,
    },
    timeouts: timeoutsAttribute(documentTimeouts),
    changes: {
      description:
        "What the apply does: a line for each entry with what differs in it, and then, where requests between services will fare otherwise, a line for each of those (`web to api: GET /v1 allowed, was denied`, `api: v1 90 %, v2 10 %, was v1 100 %`), as far as samples tell and as if every instance were well. In a plan what it would do, afterwards what the last one did.",
      presence: "computed",
      shape: ofType(ctyList(ctyString)),
    },
    entries: {
      description:
        'The entries in force, by kind and name (`service "web"`), each as JSON. Sensitive values are replaced.',
      presence: "computed",
      shape: ofType(ctyMap(ctyString)),
    },
    revision: {
      description: "The revision of the mesh that last changed this set.",
      presence: "computed",
      shape: ofType(ctyNumber),
    },
  },
  rules: [exactlyOneOf("source", "files"), variablesOnce],
};
