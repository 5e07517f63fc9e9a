import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { configCodes } from "../codes.ts";

/** An upstream for every element of a list, written as a dynamic block; `lines` are the block's own. */
function dynamicUpstream(lines: string): string {
  return `locals {\n  ports = { api = 9001 }\n}\n\nservice "web" {\n  port = 8080\n\n  dynamic "upstream" {\n${lines}\n  }\n}\n\nservice "api" {\n  port    = 9090\n  address = "10.0.0.2"\n}`;
}

const content = `    content {\n      local_bind_port = upstream.value\n    }`;
const right = dynamicUpstream(`    for_each = local.ports\n    labels   = [upstream.key]\n${content}`);

/** The pages about blocks that are repeated by `for_each`, `count` and `dynamic`. */
export const repetitionPages: readonly ErrorPage[] = [
  {
    code: configCodes.conflictingRepetition,
    title: "A block with both for_each and count",
    meaning:
      "`for_each` makes a block for each element of a map or set, `count` makes a number of blocks. A block is repeated in one of the two ways.",
    wrong: `service "web" {\n  for_each = toset(["web", "shop"])\n  count    = 2\n  name     = each.key\n  port     = 8080\n}`,
    right: `service "web" {\n  for_each = { web = "10.0.0.1", shop = "10.0.0.2" }\n  name     = each.key\n  port     = 8080\n  address  = each.value\n}`,
    wayOut: "Remove one of the two.",
  },
  {
    code: configCodes.unsuitableCount,
    title: "A count that is not a whole number",
    meaning: "`count` says how many blocks there are: 0, 1, 2 and so on.",
    wrong: `service "web" {\n  count = 1.5\n  name  = "web-\${count.index}"\n  port  = 8080\n}`,
    right: `service "web" {\n  count   = 2\n  name    = "web-\${count.index}"\n  port    = 8080\n  address = "10.0.0.\${count.index + 1}"\n}`,
    wayOut: "Give a whole number from 0.",
  },
  {
    code: configCodes.unsuitableForEach,
    title: "A for_each over something without keys",
    meaning:
      "`for_each` goes over a map or a set of texts, so that each block is known by a key that stays the same when another is added. The positions of a list change, so lists are refused.",
    wrong: `service "web" {\n  for_each = ["web", "shop"]\n  name     = each.value\n  port     = 8080\n}`,
    right: `service "web" {\n  for_each = toset(["web"])\n  name     = each.value\n  port     = 8080\n}`,
    wayOut: "Make a set of a list of texts with `toset(…)`, or give a map.",
  },
  {
    code: configCodes.tooManyBlocks,
    title: "More repeated blocks than a mesh can have",
    meaning:
      "The number of blocks that `for_each`, `count`, `dynamic` and modules make is limited. The limit keeps a slip in a number from filling the memory.",
    wrong: `service "web" {\n  count = 10000000\n  name  = "web-\${count.index}"\n  port  = 8080\n}`,
    right: `service "web" {\n  count   = 2\n  name    = "web-\${count.index}"\n  port    = 8080\n  address = "10.0.0.\${count.index + 1}"\n}`,
    wayOut: "Repeat fewer, or split the documents into several sets.",
  },
  {
    code: configCodes.unsuitableLabels,
    title: "A dynamic block without the labels that its blocks need",
    meaning:
      "The `labels` of a `dynamic` block are a list of texts: a label for each that a block of the type has, and none for a block without labels.",
    wrong: dynamicUpstream(`    for_each = local.ports\n${content}`),
    right,
    wayOut: "Give as many labels as a block of the type has.",
  },
  {
    code: configCodes.unsuitableIterator,
    title: "An iterator that is not a plain name",
    meaning:
      "Within the `content` of a `dynamic` block the element is called like the block's type, or as `iterator` says, which is a plain name without quotes.",
    wrong: dynamicUpstream(
      `    for_each = local.ports\n    iterator = local.ports\n    labels   = [upstream.key]\n${content}`,
    ),
    right: dynamicUpstream(
      `    for_each = local.ports\n    iterator = target\n    labels   = [target.key]\n    content {\n      local_bind_port = target.value\n    }`,
    ),
    wayOut: "Write a single word.",
  },
  {
    code: configCodes.contentExpected,
    title: "A dynamic block without its content",
    meaning: "A `dynamic` block holds exactly one `content` block: what each of the blocks it makes holds.",
    wrong: dynamicUpstream(`    for_each = local.ports\n    labels   = [upstream.key]`),
    right,
    wayOut: "Put the arguments of the blocks into one `content` block.",
  },
  {
    code: configCodes.unknownDynamicType,
    title: "A dynamic block of a type that has no place here",
    meaning:
      "The label of a `dynamic` block is the type of the blocks it makes. Blocks of this type are not known where it stands.",
    wrong: dynamicUpstream(`    for_each = local.ports\n    labels   = [upstream.key]\n${content}`).replace(
      'dynamic "upstream"',
      'dynamic "upstrem"',
    ),
    right,
    wayOut: "Correct the type, or move the block to where it belongs.",
  },
  {
    code: configCodes.sensitiveName,
    title: "A name that is meant to be secret",
    meaning:
      "Names show in messages, in statistics and in certificates. The value of a variable that is marked `sensitive` must not, so it cannot become a name.",
    wrong: `variable "name" {\n  default   = "web"\n  sensitive = true\n}\n\nservice "web" {\n  name = var.name\n  port = 8080\n}`,
    right: `variable "name" {\n  default = "web"\n}\n\nservice "web" {\n  name = var.name\n  port = 8080\n}`,
    wayOut: "Use a value that is not sensitive.",
  },
  {
    code: configCodes.repeatedName,
    title: "Repeated blocks with one name",
    meaning:
      "All blocks that `for_each` or `count` makes of one block have the name in its label, unless `name` gives each its own.",
    wrong: `service "web" {\n  for_each = { a = "10.0.0.1", b = "10.0.0.2" }\n  port     = 8080\n  address  = each.value\n}`,
    right: `service "web" {\n  for_each = { a = "10.0.0.1", b = "10.0.0.2" }\n  name     = "web-\${each.key}"\n  port     = 8080\n  address  = each.value\n}`,
    wayOut: "Set `name` to something that differs, such as `each.key`.",
  },
];
