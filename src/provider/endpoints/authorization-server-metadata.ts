import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import { clientAuthenticationMethods as authMethods } from "../../constants/client-authentication-methods.ts";
import { listAsymmetricJweAlgorithms, listJweEncryptions } from "../../jose/jwe-algorithms.ts";
import { describeAuthorization } from "../authorization/describe-authorization.ts";
import { describeClientAuthentication } from "../client-authentication/client-authentication-metadata.ts";
import type { ProviderContext } from "../context.ts";
import { certificateUrlOf } from "../http/endpoint-url.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { deliveryModes } from "../pending/check-ciba-client.ts";
import { offeredGrantTypes } from "./grants/grant-handlers.ts";
import { listIntrospectionAlgorithms } from "./introspection-response-jwt.ts";
import { describeOpenId } from "./openid-metadata.ts";
import { offeredRoutes } from "./routes.ts";

/**
 * What the provider says about itself: every URL is that of a route, so none is published that does not answer; every other member is said by the room that
 * does what it says.
 * @see RFC 8414 §2
 * @see OpenID Connect Discovery §3
 * @see RFC 8705 §5
 */
export function buildMetadata(context: ProviderContext): AuthorizationServerMetadata {
  const endpoints = offeredRoutes(context.options).flatMap(({ metadata, path }) =>
    metadata === undefined ? [] : [[metadata, context.urlOf(path)]],
  );
  return {
    issuer: context.issuer,
    ...Object.fromEntries(endpoints),
    scopes_supported: context.openScopes,
    response_types_supported: ["code"],
    grant_types_supported: offeredGrantTypes(context.options),
    ...describeOpenId(context),
    ...describeAuthorization(context),
    ...describeClientAuthentication(context),
    introspection_signing_alg_values_supported: listIntrospectionAlgorithms(context),
    introspection_encryption_alg_values_supported: listAsymmetricJweAlgorithms(),
    introspection_encryption_enc_values_supported: listJweEncryptions(),
    ...describeCertificates(context),
    ...(context.options.ciba === undefined ? {} : cibaMembers),
  };
}

/** Clients with a certificate call the endpoints, and nobody else looks for the aliases. */
function describeCertificates(context: ProviderContext): Partial<AuthorizationServerMetadata> {
  const { methods } = context.clientAuthentication;
  const isAsked = methods.some((method) => certificateMethods.includes(method));
  const aliases = offeredRoutes(context.options).flatMap(({ kind, metadata, path }) => {
    const url = kind === "endpoint" ? certificateUrlOf(context, path) : undefined;
    return metadata === undefined || url === undefined ? [] : [[metadata, url]];
  });
  return {
    ...(isAsked ? { tls_client_certificate_bound_access_tokens: true } : {}),
    ...(aliases.length === 0 ? {} : { mtls_endpoint_aliases: Object.fromEntries(aliases) }),
  };
}

/** The document of the metadata, at whatever path. */
export const handleMetadata: Route["handle"] = async (context) =>
  respondJson(context.metadata(), { headers: { "Cache-Control": "public, max-age=900" } });

const certificateMethods: readonly string[] = [authMethods.tlsClientAuth, authMethods.selfSignedTlsClientAuth];

/** CIBA Core §4 */
const cibaMembers = {
  backchannel_token_delivery_modes_supported: deliveryModes,
  backchannel_user_code_parameter_supported: false,
};
