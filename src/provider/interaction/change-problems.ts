/** Why a password was not replaced. */
export type ChangeProblem = keyof typeof changeProblems;

/** What a person sees, and the status of the answer. */
export const changeProblems = {
  missing: { status: 400, key: "problem.missing", description: "A field is missing." },
  differ: { status: 400, key: "problem.passwordsDiffer", description: "The two new passwords differ." },
  too_short: { status: 400, key: "problem.passwordTooShort", description: "The new password is too short." },
  too_long: { status: 400, key: "problem.passwordTooLong", description: "The new password is too long." },
  malformed: { status: 400, key: "problem.passwordTooCommon", description: "The new password is not text." },
  guessable: { status: 400, key: "problem.passwordTooCommon", description: "The new password is too easy to guess." },
  unchanged: { status: 400, key: "problem.passwordUnchanged", description: "The new password must be another one." },
  wrong_password: { status: 403, key: "problem.passwordWrong", description: "The current password is not right." },
  throttled: { status: 429, key: "problem.throttled", description: "There were too many attempts. Try again later." },
} as const;
