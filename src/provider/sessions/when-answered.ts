import { ProtocolRefusal, refuse } from "../http/refusal.ts";
import { StoreError } from "../stores/store-error.ts";

/**
 * Waits for the store, or for the application's accounts. That they do not answer is neither "not signed in" nor "wrong password".
 * @throws ProtocolRefusal `temporarily_unavailable` (503)
 * @throws StoreError as it came, which is answered alike
 */
export async function whenAnswered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    // What the store fails with the router knows how to tell, without what was stored.
    if (cause instanceof ProtocolRefusal || cause instanceof StoreError) throw cause;
    throw refuse("temporarily_unavailable", {
      description: "Sessions and accounts can't be looked up at the moment.",
      headers: { "Retry-After": "5" },
      reason: "the sessions or the accounts did not answer",
      problem: "problem.unavailable",
      cause,
    });
  }
}
