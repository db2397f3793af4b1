/**
 * Values of `prompt`, which may hold several separated by spaces.
 * @see OpenID Connect Core §3.1.2.1
 * @see Prompt Create §4.1
 */
export const promptValues = {
  none: "none",
  login: "login",
  consent: "consent",
  selectAccount: "select_account",
  create: "create",
} as const;

/** A value of `prompt`. */
export type PromptValue = (typeof promptValues)[keyof typeof promptValues];
