import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import { findJweAlgorithm, findJweEncryption, type JweAlgorithm } from "../jose/jwe-algorithms.ts";
import { checkCustomClaimsOption } from "../schema/custom-claims.ts";
import { findSimilarName, nameSkeleton as skeleton } from "../util/similar-name.ts";
import { parseUrl } from "../util/url.ts";
import type { ClientOptions, ClientRegistration } from "./options.ts";

/**
 * Checks the options of a client for callers without types: an option that does not exist would otherwise be ignored, and a
 * misspelt secret turn a client into a public one.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and the one that was probably meant
 */
export function checkClientOptions(options: ClientOptions<unknown>): void {
  if (!isObject(options)) throw wrong("options", "createClient takes an object with issuer and client");
  checkOptionNames(options);
  checkTenants(options);
  if (options.idTokenClaims !== undefined) checkCustomClaimsOption(options.idTokenClaims);
  const { client, auth, key, profile, replayStore, transactionLifetimeSeconds: lifetime } = options;
  if (!isObject(client)) throw wrong("client", "client must be an object with client_id");
  checkRegistrationNames(client);
  checkRegistration(client);
  for (const kind of encryptedKinds) checkEncryption(options, kind);
  checkAuthorizationRequests(options);
  if (auth !== undefined && (!isObject(auth) || typeof auth.authenticate !== "function")) {
    throw wrong("auth", "auth must come from ts-identity-model/client-auth, e.g. clientSecretBasic(secret)");
  }
  if (profile !== undefined && !profileNames.includes(profile)) {
    throw wrong("profile", `profile must be one of ${profileNames.join(", ")}`);
  }
  if (key !== undefined && !isObject(key) && typeof key !== "function") {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: `key must be a CryptoKey, a private JWK, { key, kid, alg } or a function, not ${typeof key === "string" ? "text" : typeof key}.`,
      parameter: "key",
      remedy: "Import a PEM with jose's importPKCS8, and parse JSON text first.",
    });
  }
  checkDPoP(options);
  if (replayStore !== undefined && (!isObject(replayStore) || typeof replayStore.claim !== "function")) {
    throw wrong("replayStore", "replayStore must have a method claim(key, expiresAtMs)");
  }
  if (lifetime !== undefined && !(Number.isFinite(lifetime) && lifetime > 0)) {
    throw wrong("transactionLifetimeSeconds", "transactionLifetimeSeconds must be a number of seconds, more than 0");
  }
}

/** Without a key, the server's refusal of the first token would be the first to tell. */
function checkDPoP({ client, dpop }: ClientOptions<unknown>): void {
  if (dpop !== undefined && (!isObject(dpop) || typeof dpop.send !== "function"))
    throw wrong("dpop", "dpop must be made by createDPoP() of ts-identity-model/dpop", "Await what it returns.");
  if (dpop === undefined && client.dpop_bound_access_tokens === true)
    throw wrong("dpop", "client.dpop_bound_access_tokens is registered, and there is no dpop");
}

/** One document speaks for issuers of its own origin only. */
function checkTenants({ issuer, issuerTemplate }: ClientOptions<unknown>): void {
  if (String(issuer).includes("{")) throw wrong("issuer", "issuer must have no {: a template goes into issuerTemplate");
  if (issuerTemplate === undefined) return;
  if (!isObject(issuerTemplate)) throw wrong("issuerTemplate", "issuerTemplate must be { template, tenants }");
  if (parseUrl(String(issuer))?.origin === parseUrl(String(issuerTemplate.template))?.origin) return;
  throw wrong("issuerTemplate.template", "issuerTemplate.template must have the origin of issuer");
}

function checkRegistration(client: ClientRegistration): void {
  const { client_id, client_secret, redirect_uris, post_logout_redirect_uris } = client;
  if (!isText(client_id)) throw wrong("client.client_id", "client.client_id must be text that is not empty");
  if (client_secret !== undefined && !isText(client_secret)) {
    throw wrong(
      "client.client_secret",
      "client.client_secret must be text that is not empty",
      "Is the variable that it comes from set?",
    );
  }
  for (const [name, uris] of Object.entries({ redirect_uris, post_logout_redirect_uris })) {
    if (uris === undefined || (Array.isArray(uris) && uris.every(isText))) continue;
    throw wrong(`client.${name}`, `client.${name} must be a list of URLs`);
  }
  for (const name of signatureAlgorithms) {
    const alg = client[name];
    if (alg === undefined || findJwsAlgorithm(String(alg))?.asymmetric === true) continue;
    throw wrong(
      `client.${name}`,
      `client.${name} must be an asymmetric signature algorithm such as RS256 or ES256; ${printable(String(alg), 20)} is not accepted`,
    );
  }
}

/** An answer that cannot be decrypted would be noticed only after the user has come back. */
function checkEncryption(options: ClientOptions<unknown>, kind: (typeof encryptedKinds)[number]): void {
  const { client, decryptionKeys } = options;
  const name = `${kind}_encrypted_response_alg` as const;
  const algorithm = findEncryption(client, name, `${kind}_encrypted_response_enc`);
  const hasKeys =
    decryptionKeys === undefined
      ? usesSecret(algorithm, client.client_secret)
      : typeof decryptionKeys === "function" || (Array.isArray(decryptionKeys) && decryptionKeys.length > 0);
  if (algorithm === undefined || hasKeys) return;
  throw wrong(
    "decryptionKeys",
    `client.${name} is registered, and there are no decryptionKeys${algorithm.asymmetric ? "" : " and no client_secret to derive one from"}`,
  );
}

type EncryptionMember = Extract<keyof ClientRegistration, `${string}_encrypt${string}`>;

/** The registered key management algorithm, checked with the content encryption beside it. */
function findEncryption(
  client: ClientRegistration,
  algName: EncryptionMember,
  encName: EncryptionMember,
): JweAlgorithm | undefined {
  const { [algName]: alg, [encName]: enc } = client;
  const algorithm = alg === undefined ? undefined : findJweAlgorithm(String(alg));
  if (alg !== undefined && algorithm === undefined) {
    throw wrong(
      `client.${algName}`,
      `client.${algName} must be a key management algorithm such as RSA-OAEP-256 or ECDH-ES; ${printable(String(alg), 20)} is not accepted`,
    );
  }
  if (enc !== undefined && (alg === undefined || findJweEncryption(String(enc)) === undefined)) {
    const rule = alg === undefined ? `needs ${algName}` : "must be one such as A128CBC-HS256 or A256GCM";
    throw wrong(`client.${encName}`, `client.${encName} ${rule}`);
  }
  return algorithm;
}

/** How authorization requests get to the server. */
function checkAuthorizationRequests({
  client,
  key,
  pushedAuthorizationRequests,
  requestObject,
}: ClientOptions<unknown>): void {
  if (pushedAuthorizationRequests !== undefined && !pushingValues.includes(pushedAuthorizationRequests)) {
    throw wrong(
      "pushedAuthorizationRequests",
      `pushedAuthorizationRequests must be ${pushingValues.map((value) => JSON.stringify(value)).join(" or ")}`,
    );
  }
  if (requestObject !== undefined && !isObject(requestObject)) {
    throw wrong("requestObject", "requestObject must be an object such as { key }");
  }
  const encryption = findEncryption(client, "request_object_encryption_alg", "request_object_encryption_enc");
  if (encryption?.password === true) {
    throw wrong("client.request_object_encryption_alg", "client.request_object_encryption_alg must not be a PBES2 one");
  }
  const isSigned =
    requestObject !== undefined ||
    encryption !== undefined ||
    client.request_object_signing_alg !== undefined ||
    client.require_signed_request_object === true;
  if (!isSigned || key !== undefined || requestObject?.key !== undefined) return;
  throw wrong(
    "requestObject",
    "Authorization requests are to be signed request objects, and there is no key",
    "Give key, or requestObject: { key }.",
  );
}

function usesSecret(algorithm: JweAlgorithm | undefined, secret: string | undefined): boolean {
  return algorithm !== undefined && !algorithm.asymmetric && !algorithm.password && secret !== undefined;
}

/** An option that does not exist is refused, with the one that was probably meant. */
function checkOptionNames(options: object): void {
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    if (skeleton(name) === "") throw unknownName(name, undefined, optionNames);
    const misplaced = findSimilarName(name, registrationNames);
    if (misplaced !== undefined) throw unknownName(name, `client.${misplaced}`, optionNames);
    if (skeleton(name) === "authority") throw unknownName(name, "issuer", optionNames);
    const meant = optionNames.find((known) => skeleton(known).startsWith(skeleton(name)));
    throw unknownName(
      name,
      meant ?? optionNames.find((known) => skeleton(name).startsWith(skeleton(known))),
      optionNames,
    );
  }
}

/** A registration may hold every member of client metadata; refused is only what spells one of ours differently. */
function checkRegistrationNames(client: object): void {
  for (const name of Object.keys(client)) {
    if (registrationNames.includes(name)) continue;
    const meant = findSimilarName(name, registrationNames);
    if (meant !== undefined) throw unknownName(`client.${name}`, `client.${meant}`, registrationNames);
  }
}

function unknownName(name: string, meant: string | undefined, known: readonly string[]): ConfigurationError {
  const remedy = meant === undefined ? `There are: ${known.join(", ")}.` : `Did you mean ${meant}?`;
  return wrong(name, `${printable(name, 80)} is not an option`, remedy);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function wrong(parameter: string, message: string, remedy?: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${message}.`,
    parameter: printable(parameter, 80),
    remedy,
  });
}

const profileNames: readonly unknown[] = ["fapi2-security", "fapi2-message-signing", "fapi-ciba", "oauth21"];

/** Held against the interfaces by their types: a name that is missing or too many does not compile. */
const optionTable: Readonly<Record<keyof ClientOptions, true>> = {
  issuer: true,
  client: true,
  auth: true,
  key: true,
  dpop: true,
  pushedAuthorizationRequests: true,
  profile: true,
  requestObject: true,
  decryptionKeys: true,
  metadata: true,
  jwks: true,
  discovery: true,
  issuerTemplate: true,
  tolerate: true,
  idTokenClaims: true,
  clockToleranceSeconds: true,
  transactionLifetimeSeconds: true,
  replayStore: true,
  cache: true,
  onEvent: true,
  clock: true,
  random: true,
  fetch: true,
  timeoutMs: true,
  maxResponseBytes: true,
  headers: true,
  httpSignatures: true,
  retry: true,
  observe: true,
};

const registrationTable: Readonly<Record<keyof ClientRegistration, true>> = {
  client_id: true,
  client_secret: true,
  redirect_uris: true,
  post_logout_redirect_uris: true,
  frontchannel_logout_session_required: true,
  backchannel_logout_session_required: true,
  token_endpoint_auth_method: true,
  id_token_signed_response_alg: true,
  id_token_encrypted_response_alg: true,
  id_token_encrypted_response_enc: true,
  authorization_signed_response_alg: true,
  authorization_encrypted_response_alg: true,
  authorization_encrypted_response_enc: true,
  require_pushed_authorization_requests: true,
  require_signed_request_object: true,
  request_object_signing_alg: true,
  request_object_encryption_alg: true,
  request_object_encryption_enc: true,
  userinfo_signed_response_alg: true,
  userinfo_encrypted_response_alg: true,
  userinfo_encrypted_response_enc: true,
  introspection_signed_response_alg: true,
  introspection_encrypted_response_alg: true,
  introspection_encrypted_response_enc: true,
  tls_client_certificate_bound_access_tokens: true,
  use_mtls_endpoint_aliases: true,
  dpop_bound_access_tokens: true,
  require_auth_time: true,
  default_max_age: true,
};

const optionNames: readonly string[] = /* @__PURE__ */ Object.keys(optionTable);
const registrationNames: readonly string[] = /* @__PURE__ */ Object.keys(registrationTable);
const encryptedKinds = ["id_token", "authorization", "userinfo", "introspection"] as const;
const signatureAlgorithms = [
  "userinfo_signed_response_alg",
  "introspection_signed_response_alg",
  "id_token_signed_response_alg",
  "authorization_signed_response_alg",
  "request_object_signing_alg",
] as const;
const pushingValues: readonly string[] = ["auto", "always", "never"];
