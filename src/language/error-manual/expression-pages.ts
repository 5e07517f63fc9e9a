import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { languageCodes } from "../codes.ts";

const web = `service "web" {\n  port = 8080\n}`;

/** A document whose point is one local. */
function local(expression: string): string {
  return `locals {\n  example = ${expression}\n}\n\n${web}`;
}

/** The pages about computing values. */
export const expressionPages: readonly ErrorPage[] = [
  {
    code: languageCodes.undeclaredVariable,
    title: "A name that nothing declares",
    meaning:
      "An expression refers to `var.name`, to `local.name`, to a module's output, or to the name that a `for` around it gives. A single word without quotes is such a name too, so that a text whose quotes are missing ends up here.",
    wrong: `variable "port" {\n  default = 8080\n}\n\nservice "web" {\n  port = var.prt\n}`,
    right: `variable "port" {\n  default = 8080\n}\n\nservice "web" {\n  port = var.port\n}`,
    wayOut: "Correct the name, declare what it refers to, or put quotes around a text.",
  },
  {
    code: languageCodes.unsupportedMember,
    title: "An object without the member that is asked for",
    meaning:
      "`local.ports.web` asks the object `ports` for its member `web`. This object has no such member, or it is not an object at all.",
    wrong: `locals {\n  ports = { web = 8080 }\n}\n\nservice "web" {\n  port = local.ports.wob\n}`,
    right: `locals {\n  ports = { web = 8080 }\n}\n\nservice "web" {\n  port = local.ports.web\n}`,
    wayOut: "Correct the name, or add the member to the object.",
  },
  {
    code: languageCodes.invalidIndex,
    title: "An index that the value does not have",
    meaning: "The elements of a list are numbered from 0; those of a map are found by their key.",
    wrong: `locals {\n  ports = [8080, 9090]\n}\n\nservice "web" {\n  port = local.ports[2]\n}`,
    right: `locals {\n  ports = [8080, 9090]\n}\n\nservice "web" {\n  port = local.ports[1]\n}`,
    wayOut: "Use an index that exists, or `try(…, stand-in)` where it may be missing.",
  },
  {
    code: languageCodes.invalidOperand,
    title: "An operator between values that it cannot join",
    meaning:
      'Arithmetic and `<` need numbers, `&&`, `||` and `!` need true or false. Texts are joined by putting them into one text: `"${a}-${b}"`.',
    wrong: local(`"web" + "-canary"`),
    right: local(`"\${"web"}-canary"`),
    wayOut: "Convert the value, or use the operator that is meant.",
  },
  {
    code: languageCodes.divisionByZero,
    title: "A division by zero",
    meaning: "A division by zero has no result.",
    wrong: `variable "shards" {\n  default = 0\n}\n\nlocals {\n  share = 100 / var.shards\n}\n\n${web}`,
    right: `variable "shards" {\n  default = 0\n}\n\nlocals {\n  share = var.shards == 0 ? 100 : 100 / var.shards\n}\n\n${web}`,
    wayOut: "Guard the division with a condition.",
  },
  {
    code: languageCodes.inexactResult,
    title: "A result too large to be kept exactly",
    meaning:
      "Whole numbers are exact up to 9007199254740991. A larger result would be rounded without a word.",
    wrong: local("9007199254740991 + 2"),
    right: local("9007199254740 + 2"),
    wayOut: "Compute with smaller numbers.",
  },
  {
    code: languageCodes.invalidCondition,
    title: "A condition that is neither true nor false",
    meaning:
      "What stands before `?`, after `if` and on either side of `&&` has to be true or false. A number or a list counts as neither.",
    wrong: `locals {\n  replicas = 2\n  mode     = local.replicas ? "many" : "none"\n}\n\n${web}`,
    right: `locals {\n  replicas = 2\n  mode     = local.replicas > 0 ? "many" : "none"\n}\n\n${web}`,
    wayOut: "Compare the value with something.",
  },
  {
    code: languageCodes.invalidTemplateValue,
    title: "A value that cannot stand in a text",
    meaning:
      "`${…}` in a text puts in texts, numbers, and true or false. A list or an object has no obvious form as a text, and `null` has none.",
    wrong: local(`"versions: \${["v1", "v2"]}"`),
    right: local(`"versions: \${join(", ", ["v1", "v2"])}"`),
    wayOut: "Make a text of it, for example with `join` or `jsonencode`.",
  },
  {
    code: languageCodes.invalidKey,
    title: "A key that is not a text",
    meaning:
      "The keys of objects and maps are texts. Numbers, true and false become texts by themselves; lists, objects and null do not.",
    wrong: local(`{ (["web"]) = 8080 }`),
    right: local(`{ "web" = 8080 }`),
    wayOut: "Give a text.",
  },
  {
    code: languageCodes.duplicateKey,
    title: "A key that an object has twice",
    meaning:
      "Each key of an object has one value. A `for` that makes an object must give each element a key of its own, or gather the values of equal ones with `...`.",
    wrong: local(`{ web = 8080, web = 9090 }`),
    right: local(`{ web = 8080, api = 9090 }`),
    wayOut: "Remove one of the two, or write `...` after the value of a `for`.",
  },
  {
    code: languageCodes.notIterable,
    title: "A for over something that has no elements",
    meaning: "`for` goes over the elements of a list, a set, a map or an object.",
    wrong: local(`[for name in "web" : upper(name)]`),
    right: local(`[for name in ["web"] : upper(name)]`),
    wayOut: "Put a single value into brackets to make it a list.",
  },
  {
    code: languageCodes.undeclaredFunction,
    title: "A function that does not exist",
    meaning: "Functions have Terraform's names and meaning. Documents cannot define functions of their own.",
    wrong: local(`uper("web")`),
    right: local(`upper("web")`),
    wayOut: "Correct the name, or compute the value otherwise.",
  },
  {
    code: languageCodes.wrongArgumentCount,
    title: "A function with too few or too many arguments",
    meaning:
      "Each function takes a fixed number of arguments; some take further ones or leave some out. The message shows how it is called.",
    wrong: local(`upper("web", "api")`),
    right: local(`upper("web")`),
    wayOut: "Give the function the arguments that the message shows.",
  },
  {
    code: languageCodes.invalidArgument,
    title: "An argument that a function cannot work with",
    meaning:
      "A function converts its arguments to what it needs, and this one cannot be converted, or its value makes no sense to the function.",
    wrong: local(`substr("web", "first", 2)`),
    right: local(`substr("web", 0, 2)`),
    wayOut: "Give a value as the message describes it.",
  },
  {
    code: languageCodes.functionFailed,
    title: "A function without a result",
    meaning:
      "All arguments are of the right kind, but together they have no result. A `try` fails in this way when none of its arguments can be computed.",
    wrong: local("try({}.port, {}.fallback)"),
    right: local("try({}.port, 8080)"),
    wayOut: "Correct the arguments, or give `try` a last one that cannot fail.",
  },
  {
    code: languageCodes.tooMuchWork,
    title: "An expression that would run for too long",
    meaning:
      "Expressions may take a million steps, which no mesh needs. The limit keeps nested loops, meant or not, from blocking the machine.",
    wrong: local("[for a in range(1000) : [for b in range(1000) : a * b]]"),
    right: local("[for a in range(10) : [for b in range(10) : a * b]]"),
    wayOut: "Nest fewer `for` expressions, or go over shorter lists.",
  },
  {
    code: languageCodes.valueTooLarge,
    title: "A value that would fill the memory",
    meaning:
      "A value may have a million elements and a text some millions of characters. The limit keeps a few short lines that double a text again and again from filling the memory.",
    wrong: `locals {\n  a = join("", [for i in range(1000) : "0123456789abcdef"])\n  b = join("", [for i in range(1000) : local.a])\n  c = join("", [for i in range(1000) : local.b])\n}\n\n${web}`,
    right: `locals {\n  a = join("", [for i in range(10) : "0123456789abcdef"])\n}\n\n${web}`,
    wayOut: "Make it of fewer or smaller parts.",
  },
  {
    code: languageCodes.ambiguousKey,
    title: "A key that could be a name or a text",
    meaning:
      "In an object `name = value` takes the word itself as the key. A path such as `local.name` could be meant either way, so it needs quotes or parentheses.",
    wrong: `locals {\n  name  = "web"\n  ports = { local.name = 8080 }\n}\n\n${web}`,
    right: `locals {\n  name  = "web"\n  ports = { (local.name) = 8080 }\n}\n\n${web}`,
    wayOut: "Put parentheses around an expression, or quotes around a text.",
  },
  {
    code: languageCodes.refusedFunction,
    title: "A function that documents cannot call",
    meaning:
      "The same documents give the same mesh on every machine and at every time. So functions that read the clock, random numbers or the environment are refused.",
    wrong: local("timestamp()"),
    right: local(`"2026-01-01T00:00:00Z"`),
    wayOut: "Pass the value in as a variable.",
  },
  {
    code: languageCodes.inconsistentResults,
    title: "A condition whose two sides have different types",
    meaning: "Both sides of `? :` have one type, so that whoever uses the result knows what it is.",
    wrong: local(`true ? [1] : { a = 1 }`),
    right: local(`true ? [1] : []`),
    wayOut: "Give both sides the same type.",
  },
];
