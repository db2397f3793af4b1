import type { UserinfoResponse } from "../../../generated/messages/userinfo-response.ts";
import { scopes } from "../../constants/scopes.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { claimsFor, readGrantedClaims } from "../tokens/claims.ts";
import {
  type AcceptedToken,
  acceptToken,
  insufficientScope,
  invalidToken,
  missingToken,
  readPresentedToken,
} from "../tokens/present-token.ts";
import { protectJwt, userinfoProtection } from "../tokens/protect-jwt.ts";
import { subjectFor } from "../tokens/subject.ts";

/**
 * The userinfo endpoint: claims about the user of an access token, as JSON, or as the JWT that the client registered for.
 * @see OpenID Connect Core §5.3
 */
export const userinfoRoute: Route = {
  path: "/userinfo",
  methods: ["GET", "POST"],
  kind: "endpoint",
  metadata: "userinfo_endpoint",
  handle: handleUserinfo,
};

async function handleUserinfo(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const presented = await readPresentedToken(context, request);
  if (presented === undefined) return missingToken(context);
  const accepted = await acceptToken(context, request, presented);
  const claims = await describeUser(context, accepted);
  const { client, headers } = accepted;
  const protection = userinfoProtection(client.metadata);
  if (protection.signing === undefined && protection.encryption === undefined) return respondJson(claims, { headers });
  const signed = protection.signing === undefined ? claims : { ...claims, iss: context.issuer, aud: client.clientId };
  const text = await protectJwt(context, { client, claims: signed }, protection);
  return new Response(text, {
    headers: { ...headers, "Content-Type": "application/jwt", "Cache-Control": "no-store" },
  });
}

async function describeUser(
  context: ProviderContext,
  { token, grant, client, account }: AcceptedToken,
): Promise<UserinfoResponse> {
  if (account === undefined || !token.scope.includes(scopes.openid)) throw insufficientScope(context, scopes.openid);
  // A resource that was sent a token of its own must not learn with it who the user is (RFC 8707 §3).
  const isForHere = [context.issuer, context.defaultAudience].some((own) => token.audience.includes(own));
  if (!isForHere) throw invalidToken(context, "The access token was issued for another resource.");
  const sub = await subjectFor(context, client, account.id);
  const claimsParameter = readGrantedClaims(grant);
  return { ...claimsFor(context, { account, client, scope: token.scope, claimsParameter, place: "userinfo" }), sub };
}
