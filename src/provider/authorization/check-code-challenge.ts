import { clientAuthenticationMethods } from "../../constants/client-authentication-methods.ts";
import { codeChallengeMethods } from "../../constants/code-challenge-methods.ts";
import { scopes } from "../../constants/scopes.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { type ReceivedRequest, textOf } from "./received-request.ts";

/**
 * Checks the code challenge before anybody signs in: it must be there, name its method, and be made with S256.
 * @throws ProtocolRefusal `invalid_request`
 * @see RFC 7636 §4.3
 * @see RFC 7636 §4.4.1
 * @see RFC 9700 §2.1.1
 */
export function checkCodeChallenge(context: ProviderContext, received: ReceivedRequest): void {
  const { members } = received;
  const { code_challenge: challenge, code_challenge_method: method } = members;
  if (challenge === undefined) {
    if (method !== undefined) throw refuse("invalid_request", "code_challenge_method is there without code_challenge.");
    if (mayDoWithout(context, received)) return;
    throw refuse("invalid_request", "code challenge required (RFC 7636, 4.4.1).");
  }
  // Without a method the challenge would be the verifier itself.
  if (method === undefined) throw refuse("invalid_request", "code_challenge_method is missing: it must be S256.");
  if (method !== codeChallengeMethods.s256)
    throw refuse("invalid_request", "code_challenge_method must be S256: transform algorithm not supported.");
  if (typeof challenge !== "string" || !challengeForm.test(challenge))
    throw refuse("invalid_request", "code_challenge must be 43 characters of base64url (RFC 7636, 4.2).");
}

/** A nonce does for a confidential client what PKCE does, if it checks it. */
function mayDoWithout({ options }: ProviderContext, { client, members }: ReceivedRequest): boolean {
  return (
    options.requirePkce === "public-and-oauth" &&
    client.authMethod !== clientAuthenticationMethods.none &&
    textOf(members, "nonce") !== undefined &&
    textOf(members, "scope")?.split(" ").includes(scopes.openid) === true
  );
}

const challengeForm = /^[A-Za-z0-9_-]{43}$/;
