import fc from "fast-check";

/**
 * Documents of every kind of item and expression, spaced in every way. Comments are `/* c *\/`, `# h` and `// s`, and
 * stand only where they count as comments.
 */
export function generatedDocuments(): fc.Arbitrary<string> {
  const items = fc.array(item, { maxLength: 6 }).map((parts) => numbered(parts.join("")));
  return fc
    .tuple(items, fc.constantFrom("\n", "\n", "\n", "\r\n"))
    .map(([text, lineBreak]) => text.replaceAll("\n", lineBreak));
}

/** Names of arguments are made unique: a second one of a name is a mistake. */
function numbered(text: string): string {
  let count = 0;
  return text.replaceAll("§", () => String((count += 1)));
}

/** Between tokens of one line. */
const gap = fc.constantFrom("", "", " ", " ", "   ", "\t", " /* c */ ");
/** Inside brackets, where a line break means nothing. */
const looseGap = fc.constantFrom("", " ", " ", "  ", "\n", "\n\n  ", " # h\n", " // s\n", " /* c */ ");
const name = fc.constantFrom("a", "in", "for1", "x-y", "größe", "list");
const operator = fc.constantFrom(...["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"]);
const leaf = fc.oneof(
  name,
  fc.constantFrom("1", "2.5", "1e3", "true", "null", '"s"', '"a b # c"', '"$${x}"', '"\\"${a}\\""'),
);

function sequence(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === "string" ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((texts) => texts.join(""));
}

function list(element: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const separator = fc.tuple(looseGap, looseGap).map(([before, behind]) => `${before},${behind}`);
  return fc
    .array(fc.tuple(element, separator), { maxLength: 3 })
    .map((pairs) => pairs.map(([text, comma], index) => (index === 0 ? text : comma + text)).join(""));
}

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  const member = sequence(fc.constantFrom("a§", '"k§"', "(v)"), gap, fc.constantFrom("=", ":"), gap, inner);
  const heredoc = fc.constantFrom(
    "<<EOT\n  x ${ a }\n EOT\n",
    "<<-EOT\n  b $${c}\n   %{ if a }y%{ endif }\n  EOT\n",
  );
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaf,
      sequence("[", looseGap, list(inner), looseGap, "]"),
      sequence(name, gap, "(", looseGap, list(inner), looseGap, ")"),
      sequence(
        "{\n",
        fc.array(sequence(member, fc.constantFrom("\n", ",\n", " # h\n"))).map((all) => all.join("")),
        "}",
      ),
      sequence("{", gap, member, gap, "}"),
      sequence("(", looseGap, inner, looseGap, ")"),
      sequence("(", inner, " ", looseGap, operator, " ", looseGap, inner, ")"),
      sequence(fc.constantFrom("-", "!"), gap, inner),
      sequence("(", inner, " ", looseGap, "?", looseGap, inner, looseGap, " :", looseGap, inner, ")"),
      sequence(name, gap, "[", looseGap, inner, looseGap, "]"),
      sequence(name, fc.constantFrom("[*]", ".*", "[0]", ".0", " . b"), ".", name),
      sequence("[", looseGap, "for x in ", inner, " ", looseGap, ":", looseGap, inner, " if ", inner, "]"),
      sequence(
        "{for k",
        gap,
        ",",
        gap,
        "v in ",
        inner,
        " ",
        looseGap,
        ":",
        looseGap,
        inner,
        gap,
        "=>",
        gap,
        inner,
        looseGap,
        "}",
      ),
      sequence(
        '"',
        fc.constantFrom("", "t "),
        "${",
        fc.constantFrom("", "~"),
        looseGap,
        inner,
        looseGap,
        '}"',
      ),
      sequence('"%{ if ', inner, " }x%{else}${", gap, name, '}%{ endif }"'),
      sequence("f(", heredoc, ")"),
    ),
  };
});

const lineEnd = fc.constantFrom("\n", "\n", "\n", " # h\n", "// s  \n", " /* c */ # h\n");
const indent = fc.constantFrom("", " ", "  ", "      ", "\t");

const { item } = fc.letrec<{ item: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("\n", "   \n", "# h\n", "  // s\n", "/* c */\n"),
    sequence(indent, fc.constantFrom("a§", "long_name§", "größe§"), gap, "=", gap, expression, lineEnd),
    sequence(
      indent,
      'a§ = "${',
      looseGap,
      expression,
      '}"',
      gap,
      fc.constantFrom("+", "=="),
      gap,
      expression,
      lineEnd,
    ),
    sequence(indent, "d§", gap, "=", gap, "<<EOT\n  keep # this\n EOT\n"),
    sequence(indent, "b", fc.constantFrom("", ' "l"', '"l"  "m"', " bare"), gap, "{", gap, "}", lineEnd),
    sequence(indent, "b {", gap, "a", gap, "=", gap, leaf, gap, "}", lineEnd),
    sequence(
      indent,
      fc.constantFrom("b", "service"),
      fc.constantFrom(' "l"', '  "l" bare '),
      gap,
      "{",
      lineEnd,
      fc.array(tie("item"), { maxLength: 4 }).map((items) => items.join("")),
      indent,
      "}",
      lineEnd,
    ),
  ),
}));
