import { ProtocolRefusal, refuse } from "../http/refusal.ts";

/**
 * Waits for the store, or for the application's accounts. That they do not answer is neither "not signed in" nor "wrong password".
 * @throws ProtocolRefusal `temporarily_unavailable` (503)
 */
export async function whenAnswered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ProtocolRefusal) throw cause;
    throw refuse("temporarily_unavailable", {
      description: "Sessions and accounts can't be looked up at the moment.",
      headers: { "Retry-After": "5" },
      reason: "the sessions or the accounts did not answer",
      problem: "problem.unavailable",
      cause,
    });
  }
}
