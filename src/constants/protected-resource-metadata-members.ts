/**
 * Names of the members of a protected resource's metadata.
 * @see RFC 9728 §2
 */
export const protectedResourceMetadataMembers = {
  authorizationDetailsTypesSupported: "authorization_details_types_supported",
  authorizationServers: "authorization_servers",
  bearerMethodsSupported: "bearer_methods_supported",
  contacts: "contacts",
  description: "description",
  dpopBoundAccessTokensRequired: "dpop_bound_access_tokens_required",
  dpopSigningAlgValuesSupported: "dpop_signing_alg_values_supported",
  jwks: "jwks",
  jwksUri: "jwks_uri",
  keywords: "keywords",
  logoUri: "logo_uri",
  organizationName: "organization_name",
  organizationUri: "organization_uri",
  resource: "resource",
  resourceDocumentation: "resource_documentation",
  resourceName: "resource_name",
  resourcePolicyUri: "resource_policy_uri",
  resourceSigningAlgValuesSupported: "resource_signing_alg_values_supported",
  resourceTosUri: "resource_tos_uri",
  scopesSupported: "scopes_supported",
  signedJwksUri: "signed_jwks_uri",
  signedMetadata: "signed_metadata",
  tlsClientCertificateBoundAccessTokens: "tls_client_certificate_bound_access_tokens",
} as const;

/** The name of a member of a protected resource's metadata. */
export type ProtectedResourceMetadataMember =
  (typeof protectedResourceMetadataMembers)[keyof typeof protectedResourceMetadataMembers];
