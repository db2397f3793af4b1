import { clientAuthenticationMethods } from "../../constants/client-authentication-methods.ts";
import { scopes } from "../../constants/scopes.ts";
import { findRedirectUriProblem } from "../../util/redirect-uri.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { found, type ProfileProblem } from "./profile-problem.ts";
import { fapiAlgorithms, isFapi, type ProviderProfileName } from "./provider-profile.ts";

/**
 * Lists what a profile refuses in the registration of a client.
 * @see FAPI 2.0 Security Profile §5.3.2.1
 * @see FAPI 2.0 Security Profile §5.3.2.2
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export function findClientProblems(profile: ProviderProfileName, client: RegisteredClient): readonly ProfileProblem[] {
  return isFapi(profile) ? findFapiProblems(client) : findOauth21Problems(client);
}

function findFapiProblems(client: RegisteredClient): readonly ProfileProblem[] {
  const { metadata, redirectUris, grantTypes, responseTypes } = client;
  const { dpop_bound_access_tokens: proves, tls_client_certificate_bound_access_tokens: certified } = metadata;
  const weak = algorithmMembers.filter((name) => {
    const algorithm: unknown = metadata[name];
    // Left out, that of ID tokens is RS256 (OpenID Connect Dynamic Client Registration).
    if (algorithm === undefined) return name === "id_token_signed_response_alg" && mayUseOpenid(client);
    return typeof algorithm !== "string" || !fapiAlgorithms.includes(algorithm);
  });
  return [
    ...found(!fapiMethods.includes(client.authMethod), {
      parameter: "token_endpoint_auth_method",
      rule: "must be private_key_jwt, tls_client_auth or self_signed_tls_client_auth",
      section: "5.3.2.1",
    }),
    ...found(proves !== true && certified !== true, {
      parameter: "dpop_bound_access_tokens",
      rule: "must be true, or tls_client_certificate_bound_access_tokens, because access tokens are bound",
      section: "5.3.2.1",
    }),
    ...found(grantTypes.some(isWithdrawn), {
      parameter: "grant_types",
      rule: "must have neither implicit nor password",
      section: "5.3.2.1",
    }),
    ...found(
      responseTypes.some((type) => type !== "code"),
      { parameter: "response_types", rule: "must have code alone", section: "5.3.2.2" },
    ),
    ...found(!redirectUris.every(isProtected), {
      parameter: "redirect_uris",
      rule: "must use https, or http on the loopback interface of a native application",
      section: "5.3.2.2",
    }),
    ...weak.map((parameter) => ({ parameter, rule: `must be one of ${fapiAlgorithms.join(", ")}`, section: "5.4.1" })),
  ];
}

function findOauth21Problems({ redirectUris, grantTypes, responseTypes }: RegisteredClient): readonly ProfileProblem[] {
  return [
    ...found(grantTypes.some(isWithdrawn), {
      parameter: "grant_types",
      rule: "must have neither implicit nor password",
      section: "Differences from OAuth 2.0",
    }),
    ...found(
      responseTypes.some((type) => type.split(" ").includes("token")),
      { parameter: "response_types", rule: "must have none with token", section: "Differences from OAuth 2.0" },
    ),
    ...found(
      redirectUris.some((uri) => findRedirectUriProblem(uri, { applicationType: "native" }) !== undefined),
      {
        parameter: "redirect_uris",
        rule: "must use https, http on the loopback interface, or a scheme of the application's own",
        section: "Authorization Code Grant",
      },
    ),
  ];
}

function mayUseOpenid({ metadata, redirectUris }: RegisteredClient): boolean {
  return redirectUris.length > 0 && metadata.scope?.split(" ").includes(scopes.openid) !== false;
}

function isWithdrawn(grantType: string): boolean {
  return grantType === "implicit" || grantType === "password";
}

function isProtected(uri: string): boolean {
  const isPrivateScheme = !/^https?:/.test(uri);
  return !isPrivateScheme && findRedirectUriProblem(uri, { applicationType: "native" }) === undefined;
}

const fapiMethods: readonly string[] = [
  clientAuthenticationMethods.privateKeyJwt,
  clientAuthenticationMethods.tlsClientAuth,
  clientAuthenticationMethods.selfSignedTlsClientAuth,
];
const algorithmMembers = [
  "id_token_signed_response_alg",
  "userinfo_signed_response_alg",
  "introspection_signed_response_alg",
  "authorization_signed_response_alg",
  "request_object_signing_alg",
  "token_endpoint_auth_signing_alg",
  "backchannel_authentication_request_signing_alg",
] as const;
