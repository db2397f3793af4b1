import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { scopes } from "../../constants/scopes.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { chooseScope } from "../tokens/choose-scope.ts";

/**
 * The scope that a request is about. Without `scope` it is what the client is registered with, but for `openid` and `offline_access`, which must be asked for;
 * `offline_access` is dropped for a client that can't refresh.
 * @throws ProtocolRefusal `invalid_scope`
 * @see RFC 6749 §3.3
 * @see OpenID Connect Core §11
 */
export function chooseRequestScope(
  context: ProviderContext,
  client: RegisteredClient,
  { scope, resource = [], authorization_details }: AuthorizationRequest,
): readonly string[] {
  // Details can stand instead of a scope; then nobody asked for the rest.
  if (scope === undefined && authorization_details !== undefined) return [];
  const chosen = chooseScope(context, scope, { client, audience: resource });
  if (scope === undefined) return chosen.filter((value) => value !== scopes.openid && value !== scopes.offlineAccess);
  const canRefresh = client.grantTypes.includes(grantTypes.refreshToken);
  return canRefresh ? chosen : chosen.filter((value) => value !== scopes.offlineAccess);
}
