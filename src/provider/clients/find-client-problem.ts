import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { clientAuthenticationMethods } from "../../constants/client-authentication-methods.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { hasSecretMembers } from "../../jose/key-material.ts";
import { findRedirectUriProblem } from "../../util/redirect-uri.ts";
import { isSecureUrl, parseUrl } from "../../util/url.ts";

/** Why a client's metadata can't be accepted. */
export interface ClientProblem {
  /** Member of the metadata. */
  readonly member: string;
  /** Ready to follow its name. */
  readonly problem: string;
}

/** What a client may be registered for. */
export interface ClientLimits {
  /** What the server says of itself: it registers nothing that it does not support. */
  readonly supported: AuthorizationServerMetadata;
  /** Whether its issuer is on the loopback interface, where clients may be too. */
  readonly isLoopback: boolean;
}

/**
 * Finds what is wrong with a client's metadata beyond the shape of its members: values that the server does not support, URIs that would give its users away,
 * members that contradict one another.
 * @see RFC 7591 §2
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function findClientProblem(metadata: ClientMetadata, limits: ClientLimits): ClientProblem | undefined {
  return (
    findUnsupported(metadata, limits.supported) ??
    findUriProblem(metadata, limits) ??
    findKeyProblem(metadata) ??
    findMissingProof(metadata) ??
    findContradiction(metadata)
  );
}

/**
 * Finds what can't be meant in the metadata of a client, whatever the server supports: a method or a grant that nobody knows, a redirect URI that would run as code,
 * and a client that has nothing to prove who it is with.
 * @see RFC 7591 §2
 */
export function findMistake(metadata: ClientMetadata): ClientProblem | undefined {
  const { token_endpoint_auth_method: method = "client_secret_basic", grant_types: grants = [] } = metadata;
  const methods: readonly string[] = Object.values(clientAuthenticationMethods);
  if (!methods.includes(method))
    return { member: "token_endpoint_auth_method", problem: `must be one of ${methods.join(", ")}` };
  const known: readonly string[] = Object.values(grantTypes);
  if (!grants.every((grant) => known.includes(grant)))
    return { member: "grant_types", problem: `must have values out of ${known.join(", ")}` };
  for (const member of ["redirect_uris", "post_logout_redirect_uris"] as const)
    if (metadata[member]?.some((uri) => /^(?:javascript|data|vbscript|blob|file|about):/i.test(uri)) === true)
      return { member, problem: "must not have a scheme that browsers run or read themselves" };
  return findMissingProof(metadata);
}

function findUnsupported(
  metadata: Readonly<Record<string, unknown>>,
  supported: Readonly<Record<string, unknown>>,
): ClientProblem | undefined {
  for (const [member, list] of supportedBy) {
    const value = metadata[member];
    const values: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const known = supported[list];
    const accepted: readonly unknown[] = Array.isArray(known) ? known : [];
    if (values.some((each) => !accepted.includes(each)))
      return { member, problem: `has a value that is not one of ${list}: ${accepted.join(" ") || "none"}` };
  }
  return undefined;
}

function findUriProblem(metadata: ClientMetadata, { isLoopback }: ClientLimits): ClientProblem | undefined {
  const applicationType = metadata.application_type === "native" ? "native" : "web";
  for (const uri of metadata.redirect_uris ?? []) {
    const found = findRedirectUriProblem(uri, { applicationType });
    if (found !== undefined && !(isLoopback && isLoopbackUri(uri)))
      return { member: "redirect_uris", problem: `has a URI that ${found.message}` };
  }
  for (const uri of metadata.post_logout_redirect_uris ?? []) {
    const found = findRedirectUriProblem(uri, { applicationType: "native" });
    if (found !== undefined) return { member: "post_logout_redirect_uris", problem: `has a URI that ${found.message}` };
  }
  for (const uri of metadata.request_uris ?? []) {
    const url = parseUrl(uri);
    if (url === undefined || !isSecureUrl(url) || (url.protocol === "http:" && !isLoopback))
      return { member: "request_uris", problem: "must hold absolute https URLs" };
  }
  for (const member of secureUris) {
    const value = metadata[member];
    const url = value === undefined ? undefined : parseUrl(value);
    if (value !== undefined && (url === undefined || !isSecureUrl(url) || (url.protocol === "http:" && !isLoopback)))
      return { member, problem: "must be an absolute https URL" };
  }
  return undefined;
}

/** Where the provider itself is on this machine, as in development, its clients may be. */
function isLoopbackUri(uri: string): boolean {
  const url = parseUrl(uri);
  return url !== undefined && url.protocol === "http:" && isSecureUrl(url) && url.hash === "" && url.username === "";
}

function findKeyProblem({ jwks, jwks_uri: jwksUri }: ClientMetadata): ClientProblem | undefined {
  if (jwks === undefined) return undefined;
  if (jwksUri !== undefined) return { member: "jwks", problem: "must not stand beside jwks_uri (RFC 7591 §2)" };
  const isPrivate = jwks.keys.some((key) => hasSecretMembers(key));
  return isPrivate
    ? { member: "jwks", problem: "must hold public keys alone: these are known to others now" }
    : undefined;
}

/** What a client is to prove who it is with. */
function findMissingProof(metadata: ClientMetadata): ClientProblem | undefined {
  const { token_endpoint_auth_method: method } = metadata;
  const hasKeys = metadata.jwks !== undefined || metadata.jwks_uri !== undefined;
  if ((method === "private_key_jwt" || method === "self_signed_tls_client_auth") && !hasKeys)
    return { member: "jwks", problem: `is needed for ${method}, or jwks_uri` };
  const names = tlsNames.filter((name) => metadata[name] !== undefined);
  if (method === "tls_client_auth" && names.length !== 1)
    return {
      member: "tls_client_auth_subject_dn",
      problem: "or another name of the certificate is needed, one of them (RFC 8705 §2.1.2)",
    };
  return undefined;
}

function findContradiction(metadata: ClientMetadata): ClientProblem | undefined {
  const method = metadata.token_endpoint_auth_method ?? "client_secret_basic";
  if (method === "none" && (metadata.grant_types ?? []).includes("client_credentials"))
    return { member: "grant_types", problem: "can't hold client_credentials for a public client (RFC 6749 §4.4)" };
  if (metadata.id_token_signed_response_alg === "none")
    return { member: "id_token_signed_response_alg", problem: "must not be none" };
  return undefined;
}

const tlsNames = [
  "tls_client_auth_subject_dn",
  "tls_client_auth_san_dns",
  "tls_client_auth_san_uri",
  "tls_client_auth_san_ip",
  "tls_client_auth_san_email",
] as const;

const secureUris = [
  "client_uri",
  "logo_uri",
  "tos_uri",
  "policy_uri",
  "jwks_uri",
  "sector_identifier_uri",
  "initiate_login_uri",
  "backchannel_logout_uri",
  "frontchannel_logout_uri",
  "backchannel_client_notification_endpoint",
] as const;

/** Members of a client, and the member of the server's metadata that lists what they may hold. */
const supportedBy: readonly (readonly [member: string, list: string])[] = [
  ["token_endpoint_auth_method", "token_endpoint_auth_methods_supported"],
  ["token_endpoint_auth_signing_alg", "token_endpoint_auth_signing_alg_values_supported"],
  ["grant_types", "grant_types_supported"],
  ["response_types", "response_types_supported"],
  ["response_modes", "response_modes_supported"],
  ["subject_type", "subject_types_supported"],
  ["id_token_signed_response_alg", "id_token_signing_alg_values_supported"],
  ["id_token_encrypted_response_alg", "id_token_encryption_alg_values_supported"],
  ["id_token_encrypted_response_enc", "id_token_encryption_enc_values_supported"],
  ["userinfo_signed_response_alg", "userinfo_signing_alg_values_supported"],
  ["userinfo_encrypted_response_alg", "userinfo_encryption_alg_values_supported"],
  ["userinfo_encrypted_response_enc", "userinfo_encryption_enc_values_supported"],
  ["request_object_signing_alg", "request_object_signing_alg_values_supported"],
  ["request_object_encryption_alg", "request_object_encryption_alg_values_supported"],
  ["request_object_encryption_enc", "request_object_encryption_enc_values_supported"],
  ["authorization_signed_response_alg", "authorization_signing_alg_values_supported"],
  ["authorization_encrypted_response_alg", "authorization_encryption_alg_values_supported"],
  ["introspection_signed_response_alg", "introspection_signing_alg_values_supported"],
  ["introspection_encrypted_response_alg", "introspection_encryption_alg_values_supported"],
  ["authorization_details_types", "authorization_details_types_supported"],
  ["backchannel_token_delivery_mode", "backchannel_token_delivery_modes_supported"],
  ["backchannel_authentication_request_signing_alg", "backchannel_authentication_request_signing_alg_values_supported"],
];
