import type { EndSessionRequest } from "../../../generated/messages/end-session-request.ts";
import { appendQuery } from "../../util/url.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { type IdTokenHint, readIdTokenHint } from "./id-token-hint.ts";

/** A request to sign out, as far as it can be believed. */
export interface LogoutRequest {
  /** The client that asks, where it is known. */
  readonly client?: RegisteredClient | undefined;
  /** Whom it means; only where the provider itself has signed that. */
  readonly hint?: IdTokenHint | undefined;
  /** Registered address to go to afterwards, with the state. */
  readonly returnTo?: string | undefined;
}

/**
 * Judges a request to sign out. A hint that is not to be believed counts as none: the person is asked.
 * @throws ProtocolRefusal `invalid_request` for a client that is not the hint's or not known, and for an address that is not registered: nothing is redirected there
 * @see OpenID Connect RP-Initiated Logout §2
 * @see OpenID Connect RP-Initiated Logout §3
 */
export async function readLogoutRequest(context: ProviderContext, message: EndSessionRequest): Promise<LogoutRequest> {
  const { id_token_hint: text, client_id: named, post_logout_redirect_uri: uri, state } = message;
  const hint = text === undefined ? undefined : await readIdTokenHint(context, text);
  if (hint !== undefined && named !== undefined && !hint.audience.includes(named))
    throw refuse("invalid_request", "The client_id is not the client that the id_token_hint was issued to.");
  const clientId = named ?? hint?.clientId;
  const client = clientId === undefined ? undefined : await context.clients.find(clientId);
  if (clientId !== undefined && (client === undefined || client.isDisabled))
    throw refuse("invalid_request", "The request comes from a client that is not known here.");
  if (uri === undefined) return { client, hint };
  if (client === undefined)
    throw refuse(
      "invalid_request",
      "post_logout_redirect_uri needs a client_id, or an id_token_hint of this provider.",
    );
  const { post_logout_redirect_uris: registered = [] } = client.metadata;
  if (!registered.includes(uri) || /^(?:javascript|data|vbscript|blob):/i.test(uri))
    throw refuse("invalid_request", "The post_logout_redirect_uri is not registered for the client.");
  return { client, hint, returnTo: appendQuery(uri, state === undefined ? [] : [["state", state]]) };
}
