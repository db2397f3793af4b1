import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
<<<<<<< ours
import { describeClientAuthentication } from "../client-authentication/client-authentication-metadata.ts";
=======
import { describeAuthorization } from "../authorization/describe-authorization.ts";
>>>>>>> authorize
import type { ProviderContext } from "../context.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
<<<<<<< ours
import { offeredGrantTypes } from "./grants/grant-handlers.ts";
import { offeredRoutes } from "./routes.ts";
=======
import { grantHandlers } from "./grants/grant-handlers.ts";
import { describeOpenId } from "./openid-metadata.ts";
import { routes } from "./routes.ts";
>>>>>>> idtoken

/**
 * What the provider says about itself: every URL is that of a route, so none is published that does not answer.
 * @see RFC 8414 §2
 * @see OpenID Connect Discovery §3
 */
export function buildMetadata(context: ProviderContext): AuthorizationServerMetadata {
  const endpoints = offeredRoutes(context.options).flatMap(({ metadata, path }) =>
    metadata === undefined ? [] : [[metadata, context.urlOf(path)]],
  );
  return {
    issuer: context.issuer,
    ...Object.fromEntries(endpoints),
    scopes_supported: context.scopes,
    response_types_supported: ["code"],
<<<<<<< ours
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: context.keys.algorithms,
    grant_types_supported: offeredGrantTypes(context.options),
    ...(context.options.ciba === undefined ? {} : cibaMembers),
=======
    ...describeOpenId(context),
    grant_types_supported: [...grantHandlers.keys()],
<<<<<<< ours
<<<<<<< ours
>>>>>>> idtoken
=======
    ...describeAuthorization(context),
>>>>>>> authorize
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
=======
    ...describeClientAuthentication(context),
    introspection_signing_alg_values_supported: context.keys.algorithms,
>>>>>>> clientauth
  };
}

/** The document of the metadata, at whatever path. */
export const handleMetadata: Route["handle"] = async (context) =>
  respondJson(context.metadata(), { headers: { "Cache-Control": "public, max-age=900" } });

/** CIBA Core §4 */
const cibaMembers = {
  backchannel_token_delivery_modes_supported: ["poll"],
  backchannel_user_code_parameter_supported: false,
};
