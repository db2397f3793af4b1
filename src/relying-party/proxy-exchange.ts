import { oauthErrors } from "../constants/oauth-errors.ts";
import { readResourceChallenge } from "../endpoints/resource-challenge.ts";
import { isStream, type ResourceRequest } from "../endpoints/resource-request.ts";
import { discardBody } from "../http/body.ts";
import type { RelyingPartyContext } from "./context.ts";
import { readCookies } from "./cookies.ts";
import { endSession, type LoadedSession, readCode } from "./load-session.ts";
import { requireGoodToken } from "./session.ts";
import type { KeptSession } from "./session-keeper.ts";

/** A call of an API on behalf of a request. */
export interface ProxyCall {
  /** The request as it came from the browser. */
  readonly request: Request;
  readonly kept: KeptSession;
  readonly call: ResourceRequest;
  /** Told the cookies that the answer must set besides those of before. */
  readonly onCookies: (setCookies: readonly string[]) => void;
}

/**
 * Calls the API. Where it refuses the access token as such, the tokens are renewed and the call is made once more, if its body can be sent twice and the token has not just come: one
 * that is refused when it is new is refused for another reason.
 * @returns the answer; `undefined` where the session has ended over it
 * @see RFC 6750 §3.1
 */
export async function callWithSession(context: RelyingPartyContext, proxied: ProxyCall): Promise<Response | undefined> {
  const { client, clock } = context;
  const { kept, call, onCookies } = proxied;
  const tokens = requireGoodToken(context, kept.record.tokens);
  const response = await client.fetchResource(tokens, call);
  const isFresh = clock() - tokens.receivedAt < freshMs;
  if (isFresh || tokens.refreshToken === undefined || isStream(call.body) || !isTokenRefused(response)) return response;
  const renewed = await renewRefused(context, proxied);
  if (renewed === undefined) return response;
  discardBody(response);
  onCookies(renewed.setCookies);
  if (renewed.kept === undefined) return undefined;
  return client.fetchResource(requireGoodToken(context, renewed.kept.record.tokens), call);
}

/**
 * What can be sent twice where that costs little, for an API that wants another token or a nonce in its proof; else the stream as it comes.
 * @returns `too_large` for a body that is longer than the request says
 */
export async function readProxiedBody({
  headers,
  body,
}: Pick<Request, "headers" | "body">): Promise<
  ArrayBuffer | ReadableStream<Uint8Array<ArrayBuffer>> | null | "too_large"
> {
  const announced = headers.get("content-length") ?? "";
  if (body === null || !/^\d{1,10}$/.test(announced) || Number(announced) > maxKeptBytes) return body;
  let left = Number(announced);
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      left -= piece.byteLength;
      if (left >= 0) controller.enqueue(piece);
      else controller.terminate();
    },
  });
  const kept = await new Response(body.pipeThrough(counted)).arrayBuffer();
  return left < 0 ? "too_large" : kept;
}

/** @returns the session with other tokens, or its end; `undefined` where neither is known */
async function renewRefused(
  context: RelyingPartyContext,
  { request, kept }: ProxyCall,
): Promise<LoadedSession | undefined> {
  const { renewal, keeper, report } = context;
  const { id: sessionId, tokens } = kept.record;
  const cookies = readCookies(request);
  const renewed = await renewal.renew(kept, "force");
  if (renewed.outcome === "renewed") {
    const setCookies = keeper.isShared ? [] : await keeper.issue(renewed.kept, cookies);
    return { kept: renewed.kept, setCookies };
  }
  if (renewed.outcome === "ended" && keeper.isShared) {
    return endSession(context, { kept, cookies, reason: "renewal_refused", code: renewed.code });
  }
  const code = renewed.outcome === "ended" ? renewed.code : readCode(renewed.error);
  report({ type: "session.renewal_failed", sessionId, sub: tokens.claims.sub, code });
  return undefined;
}

function isTokenRefused(response: Response): boolean {
  if (response.status !== 401) return false;
  return readResourceChallenge(response)?.challenge.parameters.error === oauthErrors.invalidToken;
}

const freshMs = 60_000;
const maxKeptBytes = 1_048_576;
