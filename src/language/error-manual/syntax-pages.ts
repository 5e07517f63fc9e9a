import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { languageCodes } from "../codes.ts";
import { MAX_NESTING, MAX_REPORTED_MISTAKES, MAX_SOURCE_LENGTH } from "../limits.ts";

/** The pages about the writing itself: characters, texts, brackets, blocks. */
export const syntaxPages: readonly ErrorPage[] = [
  {
    code: languageCodes.invalidCharacter,
    title: "A character that means nothing here",
    meaning:
      "Outside of texts and comments a document consists of names, numbers, brackets and operators. Curly quotes from a word processor, a stray semicolon or an invisible character are none of these.",
    wrong: `service "web" {\n  port = 8080;\n}`,
    right: `service "web" {\n  port = 8080\n}`,
    wayOut:
      "Remove the character. Arguments are separated by line breaks, and texts stand in straight double quotes.",
  },
  {
    code: languageCodes.unclosedComment,
    title: "A comment that never ends",
    meaning:
      "A comment that begins with `/*` lasts until the next `*/`. Without one, everything up to the end of the file is a comment.",
    wrong: `service "web" {\n  port = 8080\n}\n\n/* The port is fixed by the firewall.`,
    right: `service "web" {\n  port = 8080\n}\n\n/* The port is fixed by the firewall. */`,
    wayOut: "Close the comment with `*/`, or begin each of its lines with `#`.",
  },
  {
    code: languageCodes.invalidNumber,
    title: "Something that starts like a number but is not one",
    meaning:
      "A number is decimal: digits, perhaps a point with more digits, perhaps an exponent such as `e3`. A number with a unit, an address or a version is a text and stands in quotes.",
    wrong: `service "web" {\n  port    = 8080\n  address = 10.0.0.7\n}`,
    right: `service "web" {\n  port    = 8080\n  address = "10.0.0.7"\n}`,
    wayOut: "Correct the number, or put quotes around what is a text.",
  },
  {
    code: languageCodes.inexactNumber,
    title: "A number too large to be kept exactly",
    meaning:
      "Whole numbers are exact up to 9007199254740991. A larger one would be rounded without a word, and an id that lost its last digit is another id.",
    wrong: `locals {\n  account = 90071992547409931\n}\n\nservice "web" {\n  port = 8080\n}`,
    right: `locals {\n  account = "90071992547409931"\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Write it as a text, in quotes.",
  },
  {
    code: languageCodes.unclosedString,
    title: "A text without its closing quote",
    meaning: "A text in quotes ends on the line it begins on. A longer one is written as a heredoc.",
    wrong: `service "web" {\n  port     = 8080\n  protocol = "http\n}`,
    right: `service "web" {\n  port     = 8080\n  protocol = "http"\n}`,
    wayOut: 'Add the closing `"`. Write a line break within a text as `\\n`, or use a heredoc.',
  },
  {
    code: languageCodes.invalidEscape,
    title: "A backslash before a letter that it does not escape",
    meaning:
      'In a text in quotes a backslash begins one of `\\n`, `\\r`, `\\t`, `\\"`, `\\\\`, `\\uNNNN` and `\\UNNNNNNNN`. A backslash that is meant itself, as in a regular expression, is written twice.',
    wrong: `resolver "web" {\n  subset "v1" { filter = "Service.Meta.version matches \`\\d+\`" }\n}\n\nservice "web" {\n  port = 8080\n  meta = { version = "1" }\n}`,
    right: `resolver "web" {\n  subset "v1" { filter = "Service.Meta.version matches \`\\\\d+\`" }\n}\n\nservice "web" {\n  port = 8080\n  meta = { version = "1" }\n}`,
    wayOut: "Write the backslash twice, or use a heredoc, in which it has no meaning.",
  },
  {
    code: languageCodes.unclosedHeredoc,
    title: "A heredoc whose end marker is missing",
    meaning:
      "A heredoc begins with `<<` and a word and ends at the line that holds nothing but that word. With `<<-` the word may be indented.",
    wrong: `locals {\n  note = <<TEXT\n    The team of the shop owns this.\n}\n`,
    right: `locals {\n  note = <<TEXT\n    The team of the shop owns this.\nTEXT\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Add the word on a line of its own where the text ends.",
  },
  {
    code: languageCodes.unclosedInterpolation,
    title: "An interpolation without its closing brace",
    meaning:
      "In a text `${` begins an expression, and `}` ends it. A text that has `${` in it literally writes `$${`.",
    wrong: `locals {\n  team = "shop"\n}\n\nservice "web" {\n  port = 8080\n  meta = { owner = "team-\${local.team" }\n}`,
    right: `locals {\n  team = "shop"\n}\n\nservice "web" {\n  port = 8080\n  meta = { owner = "team-\${local.team}" }\n}`,
    wayOut: "Close the expression with `}`, or write `$${` if no expression is meant.",
  },
  {
    code: languageCodes.invalidDirective,
    title: "A template directive that does not exist",
    meaning:
      "In a text `%{` begins a directive: `if`, `else`, `endif`, `for` or `endfor`. There are no others.",
    wrong: `locals {\n  debug = true\n}\n\nservice "web" {\n  port = 8080\n  meta = { mode = "%{ when local.debug }debug%{ endif }" }\n}`,
    right: `locals {\n  debug = true\n}\n\nservice "web" {\n  port = 8080\n  meta = { mode = "%{ if local.debug }debug%{ endif }" }\n}`,
    wayOut: "Correct the word, or write `%%{` if no directive is meant.",
  },
  {
    code: languageCodes.unbalancedDirective,
    title: "A template directive without its counterpart",
    meaning:
      "In a text each `%{ if … }` ends with `%{ endif }`, and each `%{ for … }` with `%{ endfor }`, inner ones first.",
    wrong: `locals {\n  debug = true\n}\n\nservice "web" {\n  port = 8080\n  meta = { mode = "%{ if local.debug }debug" }\n}`,
    right: `locals {\n  debug = true\n}\n\nservice "web" {\n  port = 8080\n  meta = { mode = "%{ if local.debug }debug%{ endif }" }\n}`,
    wayOut: "Add the missing directive, or remove the one that is too many.",
  },
  {
    code: languageCodes.expectedExpression,
    title: "No value where one has to be",
    meaning:
      "After an equals sign, an operator or a comma comes a value: a text in quotes, a number, `true`, `false`, `null`, a list, an object, or a name such as `var.port`.",
    wrong: `service "web" {\n  port =\n}`,
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Write the value, or remove the whole argument.",
  },
  {
    code: languageCodes.missingSeparator,
    title: "Two elements with nothing between them",
    meaning:
      "The elements of a list and the arguments of a function are separated by commas, those of an object by commas or line breaks.",
    wrong: `locals {\n  versions = ["v1" "v2"]\n}\n\nservice "web" {\n  port = 8080\n}`,
    right: `locals {\n  versions = ["v1", "v2"]\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Put a comma between the two.",
  },
  {
    code: languageCodes.unclosedBracket,
    title: "A bracket that is never closed",
    meaning: "Each `(`, `[` and `{` of an expression needs its counterpart, the inner ones first.",
    wrong: `locals {\n  ports = (8080 + 10\n}\n\nservice "web" {\n  port = 8080\n}`,
    right: `locals {\n  ports = (8080 + 10)\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Add the closing bracket where the expression ends.",
  },
  {
    code: languageCodes.invalidItem,
    title: "Neither an argument nor a block",
    meaning:
      'A document and every block hold arguments, `name = value`, and blocks, `type "label" { … }`, whose opening brace stands on the same line. Names stand without quotes.',
    wrong: `service "web" {\n  port: 8080\n}`,
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Write it as an argument with an equals sign, or as a block with braces.",
  },
  {
    code: languageCodes.missingNewline,
    title: "Two things on one line",
    meaning:
      "Each argument and each block begins on a line of its own. Only a block with a single argument may be one line.",
    wrong: `service "web" {\n  port = 8080 protocol = "http"\n}`,
    right: `service "web" {\n  port     = 8080\n  protocol = "http"\n}`,
    wayOut: "Begin a new line.",
  },
  {
    code: languageCodes.unclosedBlock,
    title: "A block without its closing brace",
    meaning: "Each block lasts from `{` to its `}`. The message points at the brace that is never closed.",
    wrong: `service "web" {\n  port = 8080\n`,
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Add `}` where the block ends.",
  },
  {
    code: languageCodes.unexpectedClosingBrace,
    title: "A closing brace that nothing opened",
    meaning:
      "More braces are closed than were opened. Often a line too many was removed, or a block was closed twice.",
    wrong: `service "web" {\n  port = 8080\n}\n}`,
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Remove the brace, or put back the line that opened the block.",
  },
  {
    code: languageCodes.duplicateAttribute,
    title: "An argument that is set twice",
    meaning:
      "Each argument stands once in its block. With two of them a reader would have to know which one counts.",
    wrong: `service "web" {\n  port = 8080\n  port = 9090\n}`,
    right: `service "web" {\n  port = 9090\n}`,
    wayOut: "Remove one of the two.",
  },
  {
    code: languageCodes.invalidLabel,
    title: "A label that is not a plain text",
    meaning:
      "The label of a block names something, so it is a text in quotes or a single word. It holds no expression: a name that is computed is given by an argument.",
    wrong: `locals {\n  team = "shop"\n}\n\nservice "\${local.team}-web" {\n  port = 8080\n}`,
    right: `locals {\n  team = "shop"\n}\n\nservice "web" {\n  name = "\${local.team}-web"\n  port = 8080\n}`,
    wayOut: "Write a plain text. Set `name` for a name that is computed.",
  },
  {
    code: languageCodes.tooDeep,
    title: "Brackets nested too deeply",
    meaning: `Brackets, blocks and operators may be nested ${MAX_NESTING} deep, far beyond what people write. The limit keeps a hostile document from exhausting the machine.`,
    wrong: {
      files: {
        "mesh.hcl": `locals {\n  deep = ${"[".repeat(MAX_NESTING + 1)}${"]".repeat(MAX_NESTING + 1)}\n}\n`,
      },
      shown: `locals {\n  deep = [[[[[[ and so on, ${MAX_NESTING + 1} times\n}`,
    },
    right: `locals {\n  inner = [[1], [2]]\n  outer = [local.inner]\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Give the inner part a name of its own in a `locals` block and refer to it.",
  },
  {
    code: languageCodes.tooLarge,
    title: "A file with too many characters",
    meaning: `A document may have ${MAX_SOURCE_LENGTH} characters. Nobody writes as much; generated documents are split.`,
    wrong: {
      files: { "mesh.hcl": `#${" ".repeat(MAX_SOURCE_LENGTH)}` },
      shown: `One file of more than ${MAX_SOURCE_LENGTH} characters`,
    },
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Split it into several files of one folder: a folder is read as one document.",
  },
  {
    code: languageCodes.invalidForExpression,
    title: "A for expression in no known form",
    meaning:
      "A `for` expression names its variables, then `in`, then the collection, then a colon and the result: `[for x in list : …]` makes a list, `{for k, v in map : k => …}` an object.",
    wrong: `locals {\n  names = [for name of ["web", "api"] : upper(name)]\n}\n\nservice "web" {\n  port = 8080\n}`,
    right: `locals {\n  names = [for name in ["web", "api"] : upper(name)]\n}\n\nservice "web" {\n  port = 8080\n}`,
    wayOut: "Rewrite it in one of the two forms.",
  },
  {
    code: languageCodes.invalidTraversal,
    title: "A path into a value that leads nowhere",
    meaning:
      "After a point comes the name of a member, and in brackets an index: `local.ports.web`, `local.list[0]`, `local.list[*].name`.",
    wrong: `locals {\n  ports = { web = 8080 }\n}\n\nservice "web" {\n  port = local.ports.\n}`,
    right: `locals {\n  ports = { web = 8080 }\n}\n\nservice "web" {\n  port = local.ports.web\n}`,
    wayOut: "Write the name or the index that is meant.",
  },
  {
    code: languageCodes.tooManyMistakes,
    title: "More mistakes than anybody reads",
    meaning: `After ${MAX_REPORTED_MISTAKES} mistakes the rest of a file is not read. It is most likely no document of a mesh at all.`,
    wrong: {
      files: { "mesh.hcl": "=\n".repeat(MAX_REPORTED_MISTAKES + 1) },
      shown: `A file with more than ${MAX_REPORTED_MISTAKES} mistakes`,
    },
    right: `service "web" {\n  port = 8080\n}`,
    wayOut: "Correct some of the mistakes that are shown, or give the right file.",
  },
];
