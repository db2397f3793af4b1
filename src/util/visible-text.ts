import { specification } from "../errors/specification.ts";
import type { TextProblem } from "./text-problem.ts";

/**
 * Finds out why a text must not be used as a `state`: it must have at least one character, and only visible ASCII and spaces. Whether it can
 * be guessed does not show in the text; `randomBase64url` makes one that cannot.
 * @see RFC 6749 §A.5
 */
export function findStateProblem(state: string): TextProblem | undefined {
  if (asciiText.test(state)) return undefined;
  return {
    message: "must be one or more visible ASCII characters or spaces",
    specification: specification("rfc6749", "A.5"),
  };
}

/**
 * Finds out why a text must not be used as a `nonce`. OpenID Connect demands only that it is text; what comes back in a claim is compared by
 * character, so this holds it to the characters of `state`, which no transport changes.
 * @see OpenID Connect Core §3.1.2.1
 */
export function findNonceProblem(nonce: string): TextProblem | undefined {
  if (asciiText.test(nonce)) return undefined;
  return {
    message: "must be one or more visible ASCII characters or spaces",
    specification: specification("oidc-core", "3.1.2.1"),
  };
}

const asciiText = /^[\x20-\x7e]+$/;
