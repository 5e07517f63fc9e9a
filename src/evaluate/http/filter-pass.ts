import type { EnforcedRuling } from "../authorization/ruling.ts";
import type { RequestView } from "../condition/request-view.ts";
import type { HeaderChange } from "./header-mutation.ts";

/** A request on its way through the filters of a connection manager; each filter leaves its mark on it. */
export class FilterPass {
  view: RequestView;
  /** Of the requests like this one, from 0 to 1: those that no filter has answered yet. */
  left = 1;
  readonly answers: FilterAnswer[] = [];
  readonly rulings: EnforcedRuling[] = [];
  readonly delays: Delay[] = [];
  readonly limits: RateLimit[] = [];
  readonly changes: HeaderChange[] = [];

  constructor(view: RequestView) {
    this.view = view;
  }

  /** Answers a share of the requests that have come this far. */
  answer(share: number, answer: Omit<FilterAnswer, "share">): void {
    this.answers.push({ ...answer, share: this.left * share });
    this.left *= 1 - share;
  }
}

/** An answer that a filter gives in the application's place. */
export interface FilterAnswer {
  /** From 0 to 1. */
  readonly share: number;
  readonly verdict: "denied" | "answered";
  readonly status: number;
  /** What Envoy's access log says of it. */
  readonly details: string;
}

/** A wait that is put in on purpose. */
export interface Delay {
  readonly delayMs: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** How many requests are let through before some are refused; whether one is cannot be told from the request. */
export interface RateLimit {
  readonly maxTokens: number;
  readonly tokensPerFill: number;
  readonly fillIntervalMs: number;
  readonly status: number;
}

/** One filter, ready to be run. */
export type FilterStep = (pass: FilterPass) => void;
