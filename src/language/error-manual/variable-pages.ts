import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { languageCodes } from "../codes.ts";

const usesPort = `service "web" {\n  port = var.port\n}`;
const web = `service "web" {\n  port = 8080\n}`;

/** The pages about variables and locals. */
export const variablePages: readonly ErrorPage[] = [
  {
    code: languageCodes.invalidType,
    title: "A type that does not exist",
    meaning:
      "The type of a variable is `string`, `number`, `bool` or `any`, or made of these: `list(string)`, `set(string)`, `map(number)`, `tuple([string, number])`, `object({ name = string, port = optional(number) })`. It stands without quotes.",
    wrong: `variable "port" {\n  type    = integer\n  default = 8080\n}\n\n${usesPort}`,
    right: `variable "port" {\n  type    = number\n  default = 8080\n}\n\n${usesPort}`,
    wayOut: "Write one of the types above.",
  },
  {
    code: languageCodes.duplicateDeclaration,
    title: "Something that is declared twice",
    meaning:
      "A variable, a local, an output and a module have one declaration each in a document set, whichever files it consists of.",
    wrong: `locals {\n  port = 8080\n}\n\nlocals {\n  port = 9090\n}\n\nservice "web" {\n  port = local.port\n}`,
    right: `locals {\n  port = 8080\n}\n\nservice "web" {\n  port = local.port\n}`,
    wayOut: "Remove or rename one of the two.",
  },
  {
    code: languageCodes.undeclaredInput,
    title: "A value for a variable that nobody declares",
    meaning:
      "A value that is given by `-var` or `-var-file` must be for a variable of the documents; else a misspelt name would leave the default in place without a word. Values from the environment (`MESH_VAR_…`) may be for other documents, and are not judged.",
    wrong: {
      files: { "mesh.hcl": `variable "port" {\n  default = 8080\n}\n\n${usesPort}` },
      variables: { prt: "9090" },
    },
    right: {
      files: { "mesh.hcl": `variable "port" {\n  default = 8080\n}\n\n${usesPort}` },
      variables: { port: "9090" },
    },
    wayOut: "Correct the name, or declare the variable.",
  },
  {
    code: languageCodes.missingInput,
    title: "A variable without a value",
    meaning: "A variable without a `default` needs a value from the command line or the environment.",
    wrong: `variable "port" {\n  type = number\n}\n\n${usesPort}`,
    right: {
      files: { "mesh.hcl": `variable "port" {\n  type = number\n}\n\n${usesPort}` },
      variables: { port: "8080" },
    },
    wayOut:
      "Give a value with `-var name=value`, with `-var-file`, or as `MESH_VAR_name`; or give the variable a default.",
  },
  {
    code: languageCodes.unsuitableInput,
    title: "A value that does not fit its variable's type",
    meaning: "A value from outside is converted to the type of its variable. This one cannot be.",
    wrong: {
      files: { "mesh.hcl": `variable "port" {\n  type = number\n}\n\n${usesPort}` },
      variables: { port: "http" },
    },
    right: {
      files: { "mesh.hcl": `variable "port" {\n  type = number\n}\n\n${usesPort}` },
      variables: { port: "8080" },
    },
    wayOut: "Give a value of the variable's type, or change the type.",
  },
  {
    code: languageCodes.unsuitableDefault,
    title: "A default that does not fit its variable's type",
    meaning:
      "A default is converted to the type of its variable, like a value from outside. This one cannot be.",
    wrong: `variable "port" {\n  type    = number\n  default = "http"\n}\n\n${usesPort}`,
    right: `variable "port" {\n  type    = number\n  default = 8080\n}\n\n${usesPort}`,
    wayOut: "Change the default or the type.",
  },
  {
    code: languageCodes.localCycle,
    title: "Locals that refer to one another in a circle",
    meaning:
      "Locals may stand in any order, but none can have a value that is made of itself, directly or through others.",
    wrong: `locals {\n  first  = local.second\n  second = local.first\n}\n\n${web}`,
    right: `locals {\n  first  = "web"\n  second = local.first\n}\n\n${web}`,
    wayOut: "Remove one of the references.",
  },
  {
    code: languageCodes.invalidName,
    title: "A name that nothing could refer to",
    meaning:
      "An expression refers to variables, locals and modules by name, so their names begin with a letter or an underscore and hold letters, digits, underscores and dashes.",
    wrong: `variable "web.port" {\n  default = 8080\n}\n\n${web}`,
    right: `variable "web_port" {\n  default = 8080\n}\n\n${web}`,
    wayOut: "Rename it.",
  },
  {
    code: languageCodes.constantExpected,
    title: "An expression where a plain value has to be",
    meaning:
      "The parts that describe a variable are read before anything is computed: `description`, `sensitive`, `nullable` and the `error_message` of a rule are plain values.",
    wrong: `variable "port" {\n  default   = 8080\n  sensitive = "no"\n}\n\n${usesPort}`,
    right: `variable "port" {\n  default   = 8080\n  sensitive = false\n}\n\n${usesPort}`,
    wayOut: "Write the value out.",
  },
  {
    code: languageCodes.unevaluableInput,
    title: "A secret value that cannot be read",
    meaning:
      "A value for a variable of a list or object type is an expression. This one is not, and because the variable is `sensitive` the message does not show it.",
    wrong: {
      files: {
        "mesh.hcl": `variable "ports" {\n  type      = list(number)\n  sensitive = true\n}\n\nservice "web" {\n  port = var.ports[0]\n}`,
      },
      variables: { ports: "[8080" },
    },
    right: {
      files: {
        "mesh.hcl": `variable "ports" {\n  type      = list(number)\n  sensitive = true\n}\n\nservice "web" {\n  port = var.ports[0]\n}`,
      },
      variables: { ports: "[8080]" },
    },
    wayOut: "Write the value as an expression: texts in quotes, brackets closed.",
  },
  {
    code: languageCodes.invalidVariableValue,
    title: "A value that a variable's own rule refuses",
    meaning:
      "A `validation` block of a variable says which values are allowed, and its `error_message` is what the message shows. The rule comes from the author of the documents.",
    wrong: `variable "port" {\n  default = 80\n\n  validation {\n    condition     = var.port >= 1024\n    error_message = "Ports below 1024 are reserved."\n  }\n}\n\n${usesPort}`,
    right: `variable "port" {\n  default = 8080\n\n  validation {\n    condition     = var.port >= 1024\n    error_message = "Ports below 1024 are reserved."\n  }\n}\n\n${usesPort}`,
    wayOut: "Give a value that the rule allows.",
  },
  {
    code: languageCodes.aimlessCondition,
    title: "A variable's rule that does not look at the variable",
    meaning:
      "The condition of a `validation` block judges the value of its variable. One that never mentions it gives the same answer for every value.",
    wrong: `variable "port" {\n  default = 8080\n\n  validation {\n    condition     = 8080 >= 1024\n    error_message = "Ports below 1024 are reserved."\n  }\n}\n\n${usesPort}`,
    right: `variable "port" {\n  default = 8080\n\n  validation {\n    condition     = var.port >= 1024\n    error_message = "Ports below 1024 are reserved."\n  }\n}\n\n${usesPort}`,
    wayOut: "Refer to the variable, or move the rule to the variable it speaks of.",
  },
  {
    code: languageCodes.reservedName,
    title: "A variable with a name that means something else",
    meaning:
      "Values for the variables of a module are arguments of its `module` block. A variable called like one of that block's own arguments, such as `source` or `count`, could never be given.",
    wrong: `variable "source" {\n  default = "shop"\n}\n\n${web}`,
    right: `variable "source_team" {\n  default = "shop"\n}\n\n${web}`,
    wayOut: "Rename the variable.",
  },
  {
    code: languageCodes.unusedName,
    title: "A variable or local that nothing uses",
    meaning:
      "A value that no expression refers to has no effect, so whoever changes it waits in vain. Often the use was removed and the declaration forgotten, or another name was written where this one was meant.\n\nA use counts wherever it stands, in a block that is repeated no time as well. What a `validation` says about its own variable is no use. In a folder the uses of all its files count; a file that is validated alone is judged alone.",
    wrong: `variable "port" {\n  default = 8080\n}\n\n${web}`,
    right: `variable "port" {\n  default = 8080\n}\n\n${usesPort}`,
    wayOut: "Refer to the name where it was meant, or remove it. A warning stops nothing.",
  },
];
