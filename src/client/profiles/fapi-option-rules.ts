import { fapi2SecurityLabel } from "../../../generated/documents.ts";
import type { JwkSet } from "../../../generated/messages/jwk-set.ts";
import { readPrivateKey } from "../../client-auth/private-key-jwt.ts";
import { isConfigurationError } from "../../errors/families.ts";
import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import type { ClientOptions } from "../options.ts";
import {
  createProblemFinder,
  type ProblemFinder,
  type ProfileDocument,
  type ProfileProblem,
} from "./profile-problem.ts";

/** Gives problems of the FAPI 2.0 Security Profile. */
export const found: ProblemFinder = /* @__PURE__ */ createProblemFinder("fapi2-security");

/** The document of the rules here, for profiles that build on it. */
export const fapi2: ProfileDocument = /* @__PURE__ */ Object.freeze({ label: fapi2SecurityLabel });

/**
 * Algorithms that JWTs may be signed with, whoever signs them.
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export const fapiAlgorithms: readonly string[] = ["PS256", "ES256", "EdDSA", "Ed25519"];

/** Client authentication that FAPI knows. */
const fapiMethods: readonly string[] = ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];

/**
 * Lists what FAPI 2.0 refuses in the options of a client, whichever flow it uses.
 * @see FAPI 2.0 Security Profile §5.3.3.1
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export function findGeneralProblems(options: ClientOptions<unknown>): readonly ProfileProblem[] {
  const { clockToleranceSeconds = 0, metadata, tolerate = [], jwks } = options;
  return [
    ...findAuthenticationProblems(options),
    ...findBindingProblems(options),
    ...findAlgorithmProblems(options),
    ...found(
      metadata !== undefined,
      "metadata",
      "must be left out: metadata come from the server's own document",
      "5.3.3.1",
    ),
    ...found(clockToleranceSeconds > 60, "clockToleranceSeconds", "must be 60 at most", "5.3.2.1"),
    ...tolerate
      .filter((name) => unboundTolerances.includes(name))
      .flatMap((name) => found(true, "tolerate", `must not have ${name}, because access tokens are bound`, "5.3.3.1")),
    ...found(jwks !== undefined && hasDuplicates(jwks), "jwks", "must not have a kid twice", "5.4.2"),
  ];
}

/**
 * Lists what FAPI 2.0 refuses in the options of a client that logs in by a browser.
 * @see FAPI 2.0 Security Profile §5.3.2.2
 */
export function findCodeFlowProblems({
  client,
  pushedAuthorizationRequests,
}: ClientOptions<unknown>): readonly ProfileProblem[] {
  const { redirect_uris = [] } = client;
  return [
    ...found(
      pushedAuthorizationRequests === "never",
      "pushedAuthorizationRequests",
      'must not be "never": every request is pushed',
      "5.3.3.2",
    ),
    ...found(
      !redirect_uris.every(isProtected),
      "client.redirect_uris",
      "must use https, or http on a loopback host for a native application",
      "5.3.2.2",
    ),
    ...found(!hasOnly(client, "response_types", ["code"]), "client.response_types", "must have code alone", "5.3.2.2"),
    ...found(hasSome(client, "grant_types", ["implicit", "password"]), "client.grant_types", grantRule, "5.3.2.1"),
  ];
}

/** Whether the client proves possession of a key with every request. */
export function usesDpop(options: ClientOptions<unknown>): boolean {
  return options.dpop !== undefined;
}

/** Whether a member of the registration that this library does not use itself lists nothing but these values. */
function hasOnly(client: object, name: string, values: readonly string[]): boolean {
  return listOf(client, name).every((value) => values.includes(value));
}

/** Whether such a member lists one of these values. */
export function hasSome(client: object, name: string, values: readonly string[]): boolean {
  return listOf(client, name).some((value) => values.includes(value));
}

function listOf(client: object, name: string): readonly string[] {
  const value: unknown = Reflect.get(client, name);
  return Array.isArray(value) ? value.map(String) : [];
}

function findAuthenticationProblems({ auth, client, key }: ClientOptions<unknown>): readonly ProfileProblem[] {
  const registered = client.token_endpoint_auth_method;
  const method = auth?.method ?? registered ?? (key === undefined ? undefined : "private_key_jwt");
  const parameter = auth === undefined ? "client.token_endpoint_auth_method" : "auth";
  const rule = "must be private_key_jwt (give key) or a certificate (tls_client_auth, self_signed_tls_client_auth)";
  return found(method === undefined || !fapiMethods.includes(method), parameter, rule, "5.3.3.1");
}

/** A token of the type `Bearer` is bound where the connection has the certificate, and nowhere else. */
function findBindingProblems({ client, dpop }: ClientOptions<unknown>): readonly ProfileProblem[] {
  if (client.tls_client_certificate_bound_access_tokens === true) return [];
  if (dpop === undefined) return found(true, "dpop", boundRule, "5.3.3.1");
  return found(dpop.tokenTypes.includes("bearer"), "dpop", "must be made without acceptBearerTokens", "5.3.3.1");
}

function findAlgorithmProblems({
  client,
  dpop,
  key,
  requestObject,
}: ClientOptions<unknown>): readonly ProfileProblem[] {
  const registered = signatureMembers.filter((name) => {
    const algorithm = client[name];
    return algorithm !== undefined && !fapiAlgorithms.includes(algorithm);
  });
  const keys = { key, "requestObject.key": requestObject?.key };
  const isUnfitProof = dpop !== undefined && !fapiAlgorithms.includes(dpop.algorithm);
  return [
    ...registered.flatMap((name) => found(true, `client.${name}`, algorithmRule, "5.4.1")),
    ...found(isUnfitProof, "dpop", "must prove with PS256, ES256 or EdDSA", "5.4.1"),
    ...Object.entries(keys).flatMap(([name, value]) =>
      found(
        value !== undefined && !canSign(value),
        name,
        `must sign with ${fapiAlgorithms.join(", ")}, RSA of 2048 bits at least`,
        "5.4.1",
      ),
    ),
  ];
}

function canSign(key: NonNullable<ClientOptions<unknown>["key"]>): boolean {
  // What a function gives is checked when it signs: the client authentication and the request are watched over.
  if (typeof key === "function") return true;
  try {
    return fapiAlgorithms.includes(readPrivateKey(key, fapiAlgorithms).alg);
  } catch (error) {
    if (isConfigurationError(error)) return false;
    throw error;
  }
}

function isProtected(uri: string): boolean {
  const url = parseUrl(uri);
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackHost(url.hostname));
}

function hasDuplicates({ keys }: JwkSet): boolean {
  const names = keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]));
  return new Set(names).size < names.length;
}

const boundRule =
  "must be there, made by await createDPoP() of ts-identity-model/dpop, or client.tls_client_certificate_bound_access_tokens be true: access tokens are bound to a key or to a certificate";
const algorithmRule = "must be PS256, ES256 or EdDSA";
const grantRule = "must have neither implicit nor password";
const unboundTolerances: readonly string[] = ["token-type-missing", "token-type-alias"];
const signatureMembers = [
  "id_token_signed_response_alg",
  "authorization_signed_response_alg",
  "userinfo_signed_response_alg",
  "introspection_signed_response_alg",
  "request_object_signing_alg",
] as const;
