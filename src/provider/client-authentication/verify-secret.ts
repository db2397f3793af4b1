import { isLiveSecret, isSlowHash, matchesSecret } from "../clients/secret-hash.ts";
import type { ProviderContext } from "../context.ts";
import { checkThrottle, refuseThrottled } from "../throttling/throttle.ts";
import { attemptKeys } from "./attempt-keys.ts";
import type { AuthenticationAttempt, Verdict } from "./authentication-method.ts";

/**
 * Verifies a secret, whichever way it came. With a generated one nothing is waited for.
 * @see RFC 6749 §2.3.1
 */
export function verifySecret(context: ProviderContext, attempt: AuthenticationAttempt): Verdict | Promise<Verdict> {
  const { client, credentials } = attempt;
  if (credentials.via !== "basic" && credentials.via !== "post") return "another method than the registered one";
  if (matchesSecret(credentials.secret, client.secrets, context.clock())) return undefined;
  if (!client.secrets.some(({ hash }) => isSlowHash(hash))) return "a wrong or expired secret";
  return verifyChosen(context, { ...attempt, secret: credentials.secret });
}

/** What is hashed slowly is protected from guessing, and the processor from hashing, by a look at the count of failures beforehand. */
async function verifyChosen(
  context: ProviderContext,
  { client, request, secret }: AuthenticationAttempt & { readonly secret: string },
): Promise<Verdict> {
  const waitSeconds = await checkThrottle(context, await attemptKeys(context, request, client.clientId));
  if (waitSeconds !== undefined) throw refuseThrottled(waitSeconds);
  const nowMs = context.clock();
  let matches = false;
  for (const stored of client.secrets) {
    if (!isSlowHash(stored.hash) || !isLiveSecret(stored, nowMs)) continue;
    const verdict = await context.clientAuthentication.hasher.verify(secret, stored.hash);
    if (verdict.matches) matches = true;
  }
  return matches ? undefined : "a wrong or expired secret";
}
