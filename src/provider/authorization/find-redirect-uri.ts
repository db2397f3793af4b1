import { scopes } from "../../constants/scopes.ts";
import { isSameRedirectUri } from "../../util/redirect-uri.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { refuse } from "../http/refusal.ts";
import { type RequestMembers, textOf } from "./received-request.ts";

/**
 * Finds where the answer to a request may go: a redirect URI that is registered, character by character; of loopback addresses the port alone may differ. It may
 * be left out where one is registered, except by OpenID Connect requests.
 * @throws ProtocolRefusal `invalid_request`, to be shown and never to be sent anywhere
 * @see RFC 6749 §3.1.2.3
 * @see RFC 8252 §7.3
 * @see RFC 9700 §2.1
 */
export function findRedirectUri(client: RegisteredClient, members: RequestMembers): string {
  const sent = members.redirect_uri;
  const [only, ...more] = client.redirectUris;
  if (sent === undefined) {
    const isOpenid = textOf(members, "scope")?.split(" ").includes(scopes.openid) === true;
    if (only !== undefined && more.length === 0 && !isOpenid && isHarmless(only)) return only;
    throw refuse("invalid_request", "redirect_uri is missing (RFC 6749, 3.1.2.3).");
  }
  if (typeof sent === "string" && hasRedirectUri(client, sent)) return sent;
  throw refuse("invalid_request", "redirect_uri is not one that the client is registered with (RFC 9700, 2.1).");
}

/** Whether a client is registered with a redirect URI, now. */
export function hasRedirectUri({ redirectUris }: RegisteredClient, uri: string): boolean {
  return isHarmless(uri) && redirectUris.some((registered) => isSameRedirectUri(uri, registered));
}

/** A browser does things with some schemes that no answer is worth, whoever registered them. */
function isHarmless(uri: string): boolean {
  return !harmful.test(uri) && !uri.includes("#");
}

const harmful = /^(?:javascript|data|vbscript|blob|file|about|filesystem|view-source):/i;
