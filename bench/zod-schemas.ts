import * as z from "zod";
import {
  absoluteUri,
  base64url,
  birthdate,
  clientId,
  email,
  endpointUrl,
  grantName,
  issuer,
  jwsCompact,
  jwt,
  languageTag,
  locale,
  scope,
  spaceless,
  subject,
  text,
  vschars,
  webUrl,
} from "../generated/scalars.ts";

// What our messages demand of each member, in zod: the same patterns, and unknown members kept as the specifications ask for.
// Rules across members (x-rules), which our validators check too, are left out here: the comparison errs in zod's favour.

/** {@link TokenResponse} in zod. */
export const zodTokenResponse = z.looseObject({
  access_token: z.string().regex(vschars[0]),
  token_type: z.string().regex(grantName[0]),
  expires_in: z.number().nonnegative().optional(),
  refresh_token: z.string().regex(vschars[0]).optional(),
  scope: z.string().regex(scope[0]).optional(),
  issued_token_type: z.string().regex(absoluteUri[0]).optional(),
  authorization_details: z.array(z.looseObject({ type: z.string().regex(text[0]) })).optional(),
  id_token: z.string().regex(jwt[0]).optional(),
  session_state: z.string().regex(spaceless[0]).optional(),
});

const someString = z.string().optional();
const someText = z.string().regex(text[0]).optional();
const someFlag = z.boolean().optional();
const someNumber = z.number().nonnegative().optional();
const somePage = z.string().regex(webUrl[0]).optional();

const profileClaims = {
  name: someString,
  given_name: someString,
  family_name: someString,
  middle_name: someString,
  nickname: someString,
  preferred_username: someString,
  profile: somePage,
  picture: somePage,
  website: somePage,
  email: z.string().regex(email[0]).optional(),
  email_verified: someFlag,
  gender: someString,
  birthdate: z.string().regex(birthdate[0]).optional(),
  zoneinfo: someString,
  locale: z.string().regex(locale[0]).optional(),
  phone_number: someString,
  phone_number_verified: someFlag,
  address: z
    .looseObject({
      formatted: someString,
      street_address: someString,
      locality: someString,
      region: someString,
      postal_code: someString,
      country: someString,
    })
    .optional(),
  updated_at: someNumber,
};

const stringOrStrings = z.union([z.string(), z.array(z.string())]);

/** {@link UserinfoResponse} in zod. */
export const zodUserinfoResponse = z.looseObject({
  sub: z.string().regex(subject[0]),
  iss: z.string().regex(issuer[0]).optional(),
  aud: stringOrStrings.optional(),
  _claim_names: z.record(z.string(), z.string()).optional(),
  _claim_sources: z.record(z.string(), z.looseObject({})).optional(),
  ...profileClaims,
});

/** {@link IdToken} in zod. */
export const zodIdToken = z.looseObject({
  iss: z.string().regex(issuer[0]),
  sub: z.string().regex(subject[0]),
  aud: stringOrStrings,
  exp: z.number(),
  iat: z.number(),
  auth_time: someNumber,
  nonce: someText,
  acr: someText,
  amr: z.array(z.string()).optional(),
  azp: z.string().regex(clientId[0]).optional(),
  at_hash: z.string().regex(base64url[0]).optional(),
  c_hash: z.string().regex(base64url[0]).optional(),
  s_hash: z.string().regex(base64url[0]).optional(),
  sub_jwk: z.looseObject({}).optional(),
  nbf: z.number().optional(),
  jti: someString,
  sid: someText,
  "urn:openid:params:jwt:claim:auth_req_id": someText,
  "urn:openid:params:jwt:claim:rt_hash": someText,
  ...profileClaims,
});

const strings = z.array(z.string()).min(1);
const someStrings = strings.optional();
const someUris = z.array(z.string().regex(absoluteUri[0])).min(1).optional();
const someLanguages = z.array(z.string().regex(languageTag[0])).min(1).optional();
const someEndpoint = z.string().regex(endpointUrl[0]).optional();
const endpoint = z.string().regex(endpointUrl[0]);

/** {@link OpenidProviderMetadata} in zod, with every member that ours knows. */
export const zodOpenidProviderMetadata = z.looseObject({
  issuer: z.string().regex(issuer[0]),
  authorization_endpoint: endpoint,
  token_endpoint: someEndpoint,
  jwks_uri: endpoint,
  registration_endpoint: someEndpoint,
  scopes_supported: someStrings,
  response_types_supported: strings,
  response_modes_supported: someStrings,
  grant_types_supported: someStrings,
  token_endpoint_auth_methods_supported: someStrings,
  token_endpoint_auth_signing_alg_values_supported: someStrings,
  service_documentation: somePage,
  ui_locales_supported: someLanguages,
  op_policy_uri: somePage,
  op_tos_uri: somePage,
  revocation_endpoint: someEndpoint,
  revocation_endpoint_auth_methods_supported: someStrings,
  revocation_endpoint_auth_signing_alg_values_supported: someStrings,
  introspection_endpoint: someEndpoint,
  introspection_endpoint_auth_methods_supported: someStrings,
  introspection_endpoint_auth_signing_alg_values_supported: someStrings,
  code_challenge_methods_supported: someStrings,
  signed_metadata: z.string().regex(jwsCompact[0]).optional(),
  userinfo_endpoint: someEndpoint,
  acr_values_supported: someStrings,
  subject_types_supported: strings,
  id_token_signing_alg_values_supported: strings,
  id_token_encryption_alg_values_supported: someStrings,
  id_token_encryption_enc_values_supported: someStrings,
  userinfo_signing_alg_values_supported: someStrings,
  userinfo_encryption_alg_values_supported: someStrings,
  userinfo_encryption_enc_values_supported: someStrings,
  request_object_signing_alg_values_supported: someStrings,
  request_object_encryption_alg_values_supported: someStrings,
  request_object_encryption_enc_values_supported: someStrings,
  display_values_supported: someStrings,
  claim_types_supported: someStrings,
  claims_supported: someStrings,
  claims_locales_supported: someLanguages,
  claims_parameter_supported: someFlag,
  request_parameter_supported: someFlag,
  request_uri_parameter_supported: someFlag,
  require_request_uri_registration: someFlag,
  device_authorization_endpoint: someEndpoint,
  tls_client_certificate_bound_access_tokens: someFlag,
  mtls_endpoint_aliases: z.looseObject({ token_endpoint: someEndpoint, revocation_endpoint: someEndpoint }).optional(),
  require_signed_request_object: someFlag,
  pushed_authorization_request_endpoint: someEndpoint,
  require_pushed_authorization_requests: someFlag,
  authorization_response_iss_parameter_supported: someFlag,
  authorization_details_types_supported: someStrings,
  dpop_signing_alg_values_supported: someStrings,
  introspection_signing_alg_values_supported: someStrings,
  introspection_encryption_alg_values_supported: someStrings,
  introspection_encryption_enc_values_supported: someStrings,
  protected_resources: someUris,
  check_session_iframe: someEndpoint,
  end_session_endpoint: someEndpoint,
  frontchannel_logout_supported: someFlag,
  frontchannel_logout_session_supported: someFlag,
  backchannel_logout_supported: someFlag,
  backchannel_logout_session_supported: someFlag,
  prompt_values_supported: someStrings,
  backchannel_authentication_endpoint: someEndpoint,
  backchannel_token_delivery_modes_supported: someStrings,
  backchannel_authentication_request_signing_alg_values_supported: someStrings,
  backchannel_user_code_parameter_supported: someFlag,
  authorization_signing_alg_values_supported: someStrings,
  authorization_encryption_alg_values_supported: someStrings,
  authorization_encryption_enc_values_supported: someStrings,
  client_registration_types_supported: someStrings,
  federation_registration_endpoint: someEndpoint,
  signed_jwks_uri: someEndpoint,
  jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }).optional(),
  organization_name: someText,
  display_name: someText,
  description: someText,
  keywords: someStrings,
  contacts: someStrings,
  logo_uri: somePage,
  information_uri: somePage,
  organization_uri: somePage,
  status_list_aggregation_endpoint: someEndpoint,
  identity_chaining_requested_token_types_supported: someStrings,
  client_id_metadata_document_supported: someFlag,
  challenge_endpoint: someEndpoint,
  client_attestation_signing_alg_values_supported: someStrings,
  client_attestation_pop_signing_alg_values_supported: someStrings,
  client_attestation_pop_methods_supported: someStrings,
});
