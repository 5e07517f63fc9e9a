/** What the command's exit status says. The one table; `mesh --help` prints it. */
export const exitCodes = {
  /** Done, and everything is as asked. */
  success: 0,
  /** Not done: a mistake in the documents, a refusal, a proxy that rejected, an answer of "no". */
  failure: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** No agent answers. */
  unreachable: 3,
  /** Ended by Ctrl-C or a signal. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
