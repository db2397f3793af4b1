import type { RegisteredClient } from "../registered-clients.ts";

/** A client as Keycloak's realm files describe it. */
export type ClientRepresentation = Readonly<Record<string, unknown>>;

/** Translates registered metadata to the representation that a realm file has. */
export function representClient(client: RegisteredClient): ClientRepresentation {
  const method = client.token_endpoint_auth_method;
  const grants = new Set(client.grant_types);
  return {
    clientId: client.client_id,
    protocol: "openid-connect",
    enabled: true,
    publicClient: method === "none",
    clientAuthenticatorType: authenticators[method] ?? "client-secret",
    ...(client.client_secret === undefined ? {} : { secret: client.client_secret }),
    redirectUris: client.redirect_uris,
    standardFlowEnabled: grants.has("authorization_code"),
    implicitFlowEnabled: grants.has("implicit"),
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: grants.has("client_credentials"),
    fullScopeAllowed: true,
    ...(client.scope === "api" ? scopesOfMachines : scopesOfLogins),
    protocolMappers: [...new Set([client.client_id, "resource-server"])].map(audience),
    attributes: { ...attributesOf(client), ...switchesOf(client, grants), ...endpointsOf(client) },
  };
}

/** Keycloak tells about a token only to a client that is in its audience. */
function audience(clientId: string): Readonly<Record<string, unknown>> {
  const config = {
    "included.client.audience": clientId,
    "access.token.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
  };
  return { name: `for ${clientId}`, protocol: "openid-connect", protocolMapper: "oidc-audience-mapper", config };
}

/** Members of RFC 7591 and its extensions whose values Keycloak stores under names of its own. */
function attributesOf(client: RegisteredClient): Readonly<Record<string, string>> {
  const entries = Object.entries(attributeNames).flatMap(([name, attribute]) => {
    const value = memberOf(client, name);
    return value === undefined ? [] : [[attribute, String(value)]];
  });
  return Object.fromEntries(entries);
}

function memberOf(client: RegisteredClient, name: string): unknown {
  return Object.entries(client).find(([member]) => member === name)?.[1];
}

function switchesOf(client: RegisteredClient, grants: ReadonlySet<string>): Readonly<Record<string, string>> {
  return {
    ...(client.redirect_uris.length === 0 ? {} : { "pkce.code.challenge.method": "S256" }),
    "oauth2.device.authorization.grant.enabled": String(grants.has("urn:ietf:params:oauth:grant-type:device_code")),
    "oidc.ciba.grant.enabled": String(grants.has("urn:openid:params:grant-type:ciba")),
    "standard.token.exchange.enabled": String(grants.has("urn:ietf:params:oauth:grant-type:token-exchange")),
    "x509.allow.regex.pattern.comparison": "false",
    ...(client.require_signed_request_object === true ? { "request.object.required": "request or request_uri" } : {}),
    ...(client.jwks === undefined
      ? {}
      : { "use.jwks.string": "true", "use.jwks.url": "false", "jwks.string": JSON.stringify(client.jwks) }),
  };
}

function endpointsOf(client: RegisteredClient): Readonly<Record<string, string>> {
  const { backchannel_client_notification_endpoint: ping, post_logout_redirect_uris: ends } = client;
  return {
    ...(ping === undefined ? {} : { "ciba.backchannel.client.notification.endpoint": ping.replace("https:", "http:") }),
    ...(ends === undefined ? {} : { "post.logout.redirect.uris": ends.join("##") }),
  };
}

/** The scope `basic` stands for `sub` and `auth_time`; `acr` and `roles` for the claims of their names. */
const scopesOfLogins = {
  defaultClientScopes: ["basic", "acr", "roles", "profile", "email"],
  optionalClientScopes: ["offline_access"],
};
const scopesOfMachines = { defaultClientScopes: ["basic", "roles"], optionalClientScopes: [] };

const authenticators: Readonly<Record<string, string>> = {
  client_secret_basic: "client-secret",
  client_secret_post: "client-secret",
  client_secret_jwt: "client-secret-jwt",
  private_key_jwt: "client-jwt",
  tls_client_auth: "client-x509",
};

const attributeNames: Readonly<Record<string, string>> = {
  token_endpoint_auth_method: "token.endpoint.auth.method",
  token_endpoint_auth_signing_alg: "token.endpoint.auth.signing.alg",
  id_token_signed_response_alg: "id.token.signed.response.alg",
  id_token_encrypted_response_alg: "id.token.encrypted.response.alg",
  id_token_encrypted_response_enc: "id.token.encrypted.response.enc",
  userinfo_signed_response_alg: "user.info.response.signature.alg",
  userinfo_encrypted_response_alg: "user.info.encrypted.response.alg",
  userinfo_encrypted_response_enc: "user.info.encrypted.response.enc",
  authorization_signed_response_alg: "authorization.signed.response.alg",
  authorization_encrypted_response_alg: "authorization.encrypted.response.alg",
  authorization_encrypted_response_enc: "authorization.encrypted.response.enc",
  request_object_signing_alg: "request.object.signature.alg",
  request_object_encryption_alg: "request.object.encryption.alg",
  request_object_encryption_enc: "request.object.encryption.enc",
  require_pushed_authorization_requests: "require.pushed.authorization.requests",
  backchannel_token_delivery_mode: "ciba.backchannel.token.delivery.mode",
  backchannel_logout_uri: "backchannel.logout.url",
  backchannel_logout_session_required: "backchannel.logout.session.required",
  tls_client_auth_subject_dn: "x509.subjectdn",
  dpop_bound_access_tokens: "dpop.bound.access.tokens",
  tls_client_certificate_bound_access_tokens: "tls.client.certificate.bound.access.tokens",
};
