import { isVerificationError } from "../../errors/families.ts";
import { isValidationError } from "../../errors/validation-error.ts";
import { checkJwtClaims, decodeJwt } from "../../jose/jwt.ts";
import { verifyJwt } from "../../jose/verify-signature.ts";
import { accessTokenProfile } from "../../jwt-profiles/access-token.ts";
import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { Grant, StoredToken } from "../stores/records.ts";
import { isFamilyAlive } from "./grant-family.ts";

/** An access token that is good now, and what it hangs on. */
export interface LiveAccessToken {
  /** `jti` of a JWT. */
  readonly jti?: string | undefined;
  readonly token: StoredToken;
  /** Absent where it stands alone: client credentials. */
  readonly grant?: Grant | undefined;
  readonly client: RegisteredClient;
  /** Absent where the client acts for itself. */
  readonly account?: Account | undefined;
}

/**
 * Finds an access token that is good now: known, not expired, not revoked, its grant neither, its client enabled, its account active and with the password of
 * then. A JWT counts only with a signature of this provider.
 * @see RFC 7662 §2.2
 */
export async function findAccessToken(context: ProviderContext, text: string): Promise<LiveAccessToken | undefined> {
  const name = await readName(context, text);
  const found = name === undefined ? undefined : await context.store.grants.findToken(sha256(name));
  const nowMs = context.clock();
  if (found === undefined || found.token.kind !== "access_token" || !isAlive(found.token, nowMs)) return undefined;
  const { token, grant } = found;
  if (token.grantId !== undefined && (grant === undefined || !isAlive(grant, nowMs))) return undefined;
  if (grant !== undefined && !(await isFamilyAlive(context, grant))) return undefined;
  const client = await context.clients.find(token.clientId);
  if (client === undefined || client.isDisabled) return undefined;
  const jti = text.includes(".") ? name : undefined;
  if (token.accountId === undefined) return { jti, token, grant, client };
  const account = await context.accounts.find(token.accountId);
  if (account === undefined || !account.isActive) return undefined;
  const bornMs = grant?.createdAtMs ?? token.issuedAtMs;
  return (account.passwordChangedAtMs ?? 0) > bornMs ? undefined : { jti, token, grant, client, account };
}

/** What a token is stored under: a handle itself, a JWT by its `jti`. A `jti` is no secret, so it is shorter than every handle and never taken for one. */
async function readName(context: ProviderContext, text: string): Promise<string | undefined> {
  if (handleForm.test(text)) return text;
  return text.includes(".") ? readIdentifier(context, text) : undefined;
}

async function readIdentifier({ keys, issuer }: ProviderContext, text: string): Promise<string | undefined> {
  try {
    const { jwt } = checkJwtClaims(decodeJwt(text, accessTokenProfile), accessTokenProfile.schema);
    const { claims } = await verifyJwt(jwt, { algorithms: keys.algorithms, keys: keys.source });
    return claims.iss === issuer ? claims.jti : undefined;
  } catch (error) {
    if (isVerificationError(error) || isValidationError(error)) return undefined;
    throw error;
  }
}

function isAlive(
  { expiresAtMs, revokedAtMs }: { readonly expiresAtMs: number; readonly revokedAtMs?: number | undefined },
  nowMs: number,
): boolean {
  return revokedAtMs === undefined && expiresAtMs > nowMs;
}

const handleForm = /^[A-Za-z0-9_-]{43}$/;
