import type { GrantedPoll, PollResult, PollStep } from "../endpoints/poll-token.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import type { ClientOptions } from "./options.ts";

/** The user agreed, and these are the tokens. */
export interface GrantedTokens {
  readonly status: "granted";
  readonly tokens: TokenSet;
}

/** What asking once for tokens gives. */
export type TokenStep = GrantedTokens | Exclude<PollStep, GrantedPoll>;

/** How polling for tokens ends. */
export type TokenOutcome = GrantedTokens | Exclude<PollResult, GrantedPoll>;

/** Puts a token set in the place of the response; every other outcome stays as it is. */
export function withTokenSet<Other extends { readonly status: string }>(
  step: GrantedPoll | Other,
  { issuer, dpop }: Pick<ClientOptions, "issuer" | "dpop">,
): GrantedTokens | Other {
  if (!isGranted(step)) return step;
  return Object.freeze({ status: "granted", tokens: createTokenSet(step.response, { ...step, issuer, dpop }) });
}

function isGranted(step: GrantedPoll | { readonly status: string }): step is GrantedPoll {
  return step.status === "granted";
}
