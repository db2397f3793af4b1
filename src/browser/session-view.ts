import { VerificationError } from "../errors/families.ts";
import type { BrowserSession } from "./options.ts";
import type { SessionRecord } from "./session-record.ts";

/** What the application sees of a session. */
export function describeSession({ tokens, signedInAt, scope }: SessionRecord): BrowserSession {
  const { claims, response, expiresAt } = tokens;
  return Object.freeze({ claims, scope: response.scope ?? scope, signedInAt, expiresAt });
}

/** Nobody is signed in, or not any more. */
export function noSession(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_SESSION", {
    message: "Nobody is signed in, or the session has ended.",
    remedy: "Sign in, with signInRedirect or signInPopup.",
  });
}
