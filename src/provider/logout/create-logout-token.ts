import { jwtTypes } from "../../constants/jwt-types.ts";
import { securityEvents } from "../../constants/security-events.ts";
import { randomBase64url } from "../../util/random.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Session } from "../stores/records.ts";
import { idTokenProtection, protectJwt } from "../tokens/protect-jwt.ts";
import { subjectFor } from "../tokens/subject.ts";

/**
 * Makes a logout token, protected like the client's ID tokens: the session and the account, and never a nonce.
 * @see OpenID Connect Back-Channel Logout §2.4
 */
export async function createLogoutToken(
  context: ProviderContext,
  client: RegisteredClient,
  { sid, accountId }: Pick<Session, "sid" | "accountId">,
): Promise<string> {
  const iat = Math.floor(context.clock() / 1000);
  const claims = {
    iss: context.issuer,
    sub: await subjectFor(context, client, accountId),
    aud: client.clientId,
    iat,
    exp: iat + lifetimeSeconds,
    jti: randomBase64url(16, context.random),
    sid,
    events: { [securityEvents.backchannelLogout]: {} },
  };
  return protectJwt(context, { client, typ: jwtTypes.logoutToken, claims }, idTokenProtection(client.metadata));
}

const lifetimeSeconds = 120;
