import { buildFrontchannelLogoutResponse } from "../endpoints/frontchannel-logout.ts";
import { answerJson, withCookies } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { readCookies } from "./cookies.ts";
import { endSession, readCode } from "./load-session.ts";

/**
 * Ends the sessions that a logout token names, as the provider asks from server to server.
 * @see OpenID Connect Back-Channel Logout §2.5
 */
export function answerBackchannelLogout(
  { client, keeper, report }: RelyingPartyContext,
  request: Request,
): Promise<Response> {
  return client.handleBackchannelLogout(request, {
    async endSessions(logout) {
      const sessions = await keeper.endNamed(logout);
      report({ type: "logout.backchannel", sub: logout.sub, sessions });
    },
    onError: (error) => report({ type: "logout.refused", code: readCode(error) }),
  });
}

/**
 * Ends the session of this browser, when a page of the provider asks for it in a frame and names this very session. Anybody can make a browser load this address, so that
 * nothing ends without `iss` and `sid`.
 * @see OpenID Connect Front-Channel Logout §2
 */
export async function answerFrontchannelLogout(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { client, keeper, report } = context;
  try {
    const { iss, sid } = await client.readFrontchannelLogout(request);
    const page = buildFrontchannelLogoutResponse(await client.context());
    const cookies = readCookies(request);
    const kept = await keeper.find(cookies);
    const { claims } = kept?.record.tokens ?? {};
    if (kept === undefined || sid === undefined || claims?.sid !== sid || claims.iss !== iss) return page;
    const { setCookies } = await endSession(context, { kept, cookies, reason: "frontchannel_logout" });
    report({ type: "logout.frontchannel", sub: claims.sub });
    return withCookies(page, setCookies);
  } catch (error) {
    report({ type: "logout.refused", code: readCode(error) });
    return answerJson(400, { error: "invalid_request" });
  }
}
