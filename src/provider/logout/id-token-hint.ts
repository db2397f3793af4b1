import type { IdToken } from "../../../generated/messages/id-token.ts";
import { isVerificationError } from "../../errors/families.ts";
import { isValidationError } from "../../errors/validation-error.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt } from "../../jose/jwt.ts";
import { verifySecretSignature } from "../../jose/verify-secret-signature.ts";
import { verifyJws } from "../../jose/verify-signature.ts";
import { idTokenProfile } from "../../jwt-profiles/id-token.ts";
import { readClearSecrets } from "../clients/client-secret.ts";
import type { ProviderContext } from "../context.ts";
import { idTokenProtection, secretAlgorithms } from "../tokens/protect-jwt.ts";

/** What an ID token that the provider itself has signed says about who asks for a logout. */
export interface IdTokenHint {
  readonly clientId: string;
  readonly audience: readonly string[];
  readonly sub: string;
  readonly sid?: string | undefined;
}

/**
 * Reads an `id_token_hint`. It may have expired, because sessions outlive ID tokens; its signature must be one of this provider, with a key of the last half year
 * that was not withdrawn, or with the client's secret where that is what the client registered for.
 * @returns `undefined` for everything else: unsigned, encrypted, of another issuer, of another kind
 * @see OpenID Connect RP-Initiated Logout §2
 */
export async function readIdTokenHint(context: ProviderContext, text: string): Promise<IdTokenHint | undefined> {
  try {
    const { jwt } = checkJwtClaims(decodeJwt(text, idTokenProfile), idTokenProfile.schema);
    const { iss, aud, azp, sub, events } = jwt.unverifiedClaims;
    const sid = jwt.unverifiedClaims.sid;
    const audience = typeof aud === "string" ? [aud] : aud;
    const clientId = azp ?? audience[0];
    if (iss !== context.issuer || events !== undefined || clientId === undefined || !audience.includes(clientId))
      return undefined;
    if (azp === undefined && audience.length > 1) return undefined;
    await verifySignature(context, jwt, clientId);
    return { clientId, audience, sub, sid: typeof sid === "string" ? sid : undefined };
  } catch (error) {
    if (isVerificationError(error) || isValidationError(error)) return undefined;
    throw error;
  }
}

/** Which of the two kinds of keys counts, the registration of the client says and not the token. */
async function verifySignature(context: ProviderContext, jwt: UnverifiedJwt<IdToken>, clientId: string): Promise<void> {
  const { keys, clients } = context;
  const client = await clients.find(clientId);
  const registered = client === undefined ? undefined : idTokenProtection(client.metadata).signing;
  const secret =
    client === undefined || registered === undefined || !secretAlgorithms.includes(registered)
      ? undefined
      : (await readClearSecrets(context, client)).at(-1);
  if (secret !== undefined && registered !== undefined)
    return verifySecretSignature(jwt, { secret, algorithms: [registered] });
  return verifyJws(jwt, { algorithms: keys.algorithms, keys: keys.formerSource });
}
