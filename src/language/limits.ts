/**
 * What a document may ask of the machine. Each limit lies far beyond what people and generators write, and low enough
 * that reaching it takes no more than a second or two and some hundred megabytes.
 */

/** How long a source file may be, in UTF-16 code units: 32 Mi. */
export const MAX_SOURCE_LENGTH = 32 * 1024 * 1024;

/**
 * How deeply brackets, blocks, operators and directives may be nested. People stay below ten, generators below fifty;
 * the recursive functions that walk a tree of this depth stay far from the end of the stack.
 */
export const MAX_NESTING = 250;

/** How many mistakes are reported of one file's syntax, or of one expression's evaluation: nobody reads more. */
export const MAX_REPORTED_MISTAKES = 1_000;

/** How many parts of expressions one evaluation may visit. */
export const MAX_STEPS = 1_000_000;

/**
 * The work of evaluating all expressions of a document set together: some seconds. Ten thousand services take a tenth.
 */
export const MAX_SET_STEPS = 20_000_000;

/** How large a value may be, written out, in scalars of up to 64 characters. */
export const MAX_VALUE_NODES = 1_000_000;

/** How deeply values may be nested, so that whoever walks them can do so recursively. */
export const MAX_VALUE_DEPTH = 500;

/** How long a text that an expression makes may grow, in UTF-16 code units: 16 Mi. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/** How long a file that an expression reads may be: 8 MiB, so that its text in base64 is still one that may be made. */
export const MAX_READ_BYTES = 8 * 1024 * 1024;

/** How much the expressions of one document set may read in all: 32 MiB, which travel along with an apply. */
export const MAX_READ_TOTAL_BYTES = 32 * 1024 * 1024;

/** How many files of a folder are looked through for a pattern. */
export const MAX_LISTED_FILES = 100_000;

/** How often a file may be compared with a pattern, all patterns of a document set taken together. */
export const MAX_COMPARED_FILES = 2_000_000;
