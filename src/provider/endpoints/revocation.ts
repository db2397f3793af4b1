import { revocationRequestSchema } from "../../../generated/messages/revocation-request.ts";
import { authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameters } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import type { StoredToken } from "../stores/records.ts";
import { findAccessToken } from "../tokens/find-access-token.ts";

/**
 * The revocation endpoint: a client ends a token of its own. A refresh token takes its grant along, and with it all tokens of that grant and of no other; an access token
 * goes alone. A token that is not good any more, or never was, is a success.
 * @see RFC 7009 §2
 */
export const revocationRoute: Route = {
  path: "/revoke",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "revocation_endpoint",
  handle: handleRevocation,
};

async function handleRevocation(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const { client } = await authenticateClient(context, request, form);
  const { token: text } = readParameters(revocationRequestSchema, form);
  const token = await findToken(context, text);
  if (token !== undefined) {
    if (token.clientId !== client.clientId) throw foreignToken(client);
    const { grantId, accountId } = token;
    if (await revoke(context, token))
      context.report({ type: "token.revoked", clientId: client.clientId, accountId, grantId, endpoint: request.path });
  }
  return new Response(null, { status: 200, headers: { "Cache-Control": "no-store", Pragma: "no-cache" } });
}

/** There is no need for the hint: one look finds a refresh token, and who asks for an access token has little else to wait for. */
async function findToken(context: ProviderContext, text: string): Promise<StoredToken | undefined> {
  const found = await context.store.grants.findToken(sha256(text));
  // Also one that was used or has expired: its grant may live on.
  if (found?.token.kind === "refresh_token") return found.token;
  return (await findAccessToken(context, text))?.token;
}

/** Gives whether there was anything left to end. */
async function revoke({ store, clock }: ProviderContext, { kind, grantId, hash }: StoredToken): Promise<boolean> {
  if (kind !== "refresh_token" || grantId === undefined) return store.grants.revokeToken(hash, clock());
  return (await store.grants.revokeGrants({ id: grantId }, "revoked by the client", clock())) > 0;
}

function foreignToken({ clientId }: RegisteredClient): Error {
  return refuse("invalid_grant", {
    description: "The token was issued to another client (RFC 7009 §2.1).",
    reason: `a token of another client than ${clientId}`,
  });
}
