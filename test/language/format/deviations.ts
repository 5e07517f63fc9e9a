/**
 * Recorded documents that we format otherwise than `terraform fmt` 1.11, which loses something there or wants a second
 * run. docs/language/format.md explains them.
 */
export const deviations: ReadonlyMap<string, string> = new Map([
  ["spaces at the end", "a = 1"],
  ["spaces on the last line", "a = 1\n"],
  ["interpolation of an interpolation", "a = x\n"],
  ["comment at the end of an interpolation", "a = (x # y\n)\n"],
  ["comment at the start of an interpolation", "a = ( # y\nx)\n"],
  ["interpolation that begins and ends with parentheses", "a = ((x) +\n(y))\n"],
  ["interpolation of a heredoc", 'a = "${<<EOT\nx\nEOT\n}" # y\n'],
  ["comment between labels", 'a "b" /* x */ "c" {\n}\n'],
  ["escapes in a label", 'a "\\u00e9" {\n}\n'],
  ["quoted list as type", 'variable "a" {\n  type = "list"\n}\n'],
  ["true as an index", "a = x[true]\n"],
]);
