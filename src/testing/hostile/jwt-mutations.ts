import { omit, type Recipe, set, shift } from "./recipe.ts";

/** Lies in an ID token. */
export type IdTokenMutationName =
  | "id-token-wrong-aud"
  | "id-token-more-audiences"
  | "id-token-wrong-azp"
  | "id-token-wrong-iss"
  | "id-token-iss-slash"
  | "id-token-expired"
  | "id-token-not-yet-valid"
  | "id-token-issued-in-future"
  | "id-token-iat-missing"
  | "id-token-exp-missing"
  | "id-token-sub-missing"
  | "id-token-nonce-missing"
  | "id-token-wrong-nonce"
  | "id-token-wrong-at-hash"
  | "id-token-alg-none"
  | "id-token-hmac-with-public-key"
  | "id-token-signed-by-stranger"
  | "id-token-kid-unknown"
  | "id-token-tampered"
  | "id-token-critical-header"
  | "id-token-typ-access-token"
  | "id-token-is-logout-token";

/** Lies in a JWT access token. */
export type AccessTokenMutationName =
  | "access-token-wrong-aud"
  | "access-token-wrong-iss"
  | "access-token-expired"
  | "access-token-not-yet-valid"
  | "access-token-sub-missing"
  | "access-token-client-id-missing"
  | "access-token-alg-none"
  | "access-token-hmac-with-public-key"
  | "access-token-signed-by-stranger"
  | "access-token-kid-unknown"
  | "access-token-tampered"
  | "access-token-typ-missing"
  | "access-token-typ-jwt";

/** Lies in an ID token, and what a relying party throws. */
export const idTokenMutations: Readonly<Record<IdTokenMutationName, Recipe>> = {
  "id-token-wrong-aud": {
    description: "The ID token was issued to another client (OpenID Connect Core §3.1.3.7, 3).",
    code: "ERR_VERIFICATION_AUDIENCE",
    jwt: { claims: /* @__PURE__ */ set({ aud: "another-client" }) },
  },
  "id-token-more-audiences": {
    description:
      "The ID token has an audience besides the client that it does not trust, and does not say which of them it was issued to (OpenID Connect Core §3.1.3.7, 3).",
    code: "ERR_VERIFICATION_AUDIENCE",
    jwt: { claims: ({ aud, azp: _azp, ...claims }) => ({ ...claims, aud: [aud, "another-client"] }) },
  },
  "id-token-wrong-azp": {
    description: "The ID token was issued to another party (OpenID Connect Core §3.1.3.7, 5).",
    code: "ERR_VERIFICATION_AUTHORIZED_PARTY",
    jwt: { claims: /* @__PURE__ */ set({ azp: "another-client" }) },
  },
  "id-token-wrong-iss": {
    description: "The ID token names another issuer (OpenID Connect Core §3.1.3.7, 2).",
    code: "ERR_VERIFICATION_ISSUER",
    jwt: { claims: /* @__PURE__ */ set({ iss: "https://attacker.example.com" }) },
  },
  "id-token-iss-slash": {
    description: "The issuer of the ID token has a slash too many: identifiers are compared character by character.",
    code: "ERR_VERIFICATION_ISSUER",
    jwt: { claims: ({ iss, ...claims }) => ({ ...claims, iss: `${iss}/` }) },
  },
  "id-token-expired": {
    description: "The ID token has expired, a day ago (OpenID Connect Core §3.1.3.7, 9).",
    code: "ERR_VERIFICATION_EXPIRED",
    jwt: { claims: /* @__PURE__ */ shift(-86_400, "iat", "exp") },
  },
  "id-token-not-yet-valid": {
    description: "The ID token is valid from tomorrow on (RFC 7519 §4.1.5).",
    code: "ERR_VERIFICATION_NOT_YET_VALID",
    jwt: { claims: /* @__PURE__ */ shift(86_400, "nbf", "exp") },
  },
  "id-token-issued-in-future": {
    description: "The ID token was issued tomorrow.",
    code: "ERR_VERIFICATION_ISSUED_AT",
    jwt: { claims: /* @__PURE__ */ shift(86_400, "iat", "exp") },
  },
  "id-token-iat-missing": {
    description: "The ID token does not say when it was issued (OpenID Connect Core §2).",
    code: "ERR_VALIDATION_CLAIMS",
    jwt: { claims: /* @__PURE__ */ omit("iat") },
  },
  "id-token-exp-missing": {
    description: "The ID token has no end (OpenID Connect Core §2).",
    code: "ERR_VALIDATION_CLAIMS",
    jwt: { claims: /* @__PURE__ */ omit("exp") },
  },
  "id-token-sub-missing": {
    description: "The ID token names nobody (OpenID Connect Core §2).",
    code: "ERR_VALIDATION_CLAIMS",
    jwt: { claims: /* @__PURE__ */ omit("sub") },
  },
  "id-token-nonce-missing": {
    description: "The ID token is without the nonce of the request (OpenID Connect Core §3.1.3.7, 11).",
    code: "ERR_VERIFICATION_NONCE",
    jwt: { claims: /* @__PURE__ */ omit("nonce") },
  },
  "id-token-wrong-nonce": {
    description: "The ID token has the nonce of another login (OpenID Connect Core §3.1.3.7, 11).",
    code: "ERR_VERIFICATION_NONCE",
    jwt: { claims: /* @__PURE__ */ set({ nonce: "of-another-login" }) },
  },
  "id-token-wrong-at-hash": {
    description: "The hash in the ID token is that of another access token (OpenID Connect Core §3.1.3.8).",
    code: "ERR_VERIFICATION_HASH",
    jwt: { claims: /* @__PURE__ */ set({ at_hash: "MTIzNDU2Nzg5MDEyMzQ1Ng" }) },
  },
  "id-token-alg-none": {
    description: "The ID token is not signed: its alg is none (RFC 8725 §3.2).",
    code: "ERR_VERIFICATION_ALGORITHM",
    jwt: { header: /* @__PURE__ */ set({ alg: "none" }), signature: "none" },
  },
  "id-token-hmac-with-public-key": {
    description: "The ID token is signed with the issuer's public key, as if it were a shared secret (RFC 8725 §3.1).",
    code: "ERR_VERIFICATION_ALGORITHM",
    jwt: { header: /* @__PURE__ */ set({ alg: "HS256" }), signature: "public-key" },
  },
  "id-token-signed-by-stranger": {
    description: "The ID token is signed with another key, under the kid of the issuer's.",
    code: "ERR_VERIFICATION_SIGNATURE",
    jwt: { signature: "stranger" },
  },
  "id-token-kid-unknown": {
    description: "The ID token is signed with a key that the issuer does not publish.",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    jwt: { header: /* @__PURE__ */ set({ kid: "unknown-key" }), signature: "stranger" },
  },
  "id-token-tampered": {
    description: "The subject of the ID token was changed after it was signed.",
    code: "ERR_VERIFICATION_SIGNATURE",
    jwt: { claims: /* @__PURE__ */ set({ sub: "mallory" }), signature: "kept" },
  },
  "id-token-critical-header": {
    description: "The ID token has a header member that must be understood, and is not (RFC 7515 §4.1.11).",
    code: "ERR_VERIFICATION_CRITICAL_HEADER",
    jwt: {
      header: /* @__PURE__ */ set({ crit: ["https://example.com/x"], "https://example.com/x": 1 }),
      signature: "kept",
    },
  },
  "id-token-typ-access-token": {
    description: "An access token takes the place of the ID token (RFC 8725 §3.11).",
    code: "ERR_VERIFICATION_JWT_TYPE",
    jwt: { header: /* @__PURE__ */ set({ typ: "at+jwt" }) },
  },
  "id-token-is-logout-token": {
    description: "A logout token takes the place of the ID token (OpenID Connect Back-Channel Logout §2.4).",
    code: "ERR_VERIFICATION_JWT_TYPE",
    jwt: { claims: /* @__PURE__ */ set({ events: { "http://schemas.openid.net/event/backchannel-logout": {} } }) },
  },
};

/** Lies in a JWT access token, and what a resource server throws. */
export const accessTokenMutations: Readonly<Record<AccessTokenMutationName, Recipe>> = {
  "access-token-wrong-aud": {
    description: "The access token is for another API (RFC 9068 §4).",
    code: "ERR_VERIFICATION_AUDIENCE",
    jwt: { claims: /* @__PURE__ */ set({ aud: "https://another.example.com" }) },
  },
  "access-token-wrong-iss": {
    description: "The access token names another issuer (RFC 9068 §4).",
    code: "ERR_VERIFICATION_ISSUER",
    jwt: { claims: /* @__PURE__ */ set({ iss: "https://attacker.example.com" }) },
  },
  "access-token-expired": {
    description: "The access token has expired, a day ago (RFC 9068 §4).",
    code: "ERR_VERIFICATION_EXPIRED",
    jwt: { claims: /* @__PURE__ */ shift(-86_400, "iat", "exp") },
  },
  "access-token-not-yet-valid": {
    description: "The access token is valid from tomorrow on (RFC 7519 §4.1.5).",
    code: "ERR_VERIFICATION_NOT_YET_VALID",
    jwt: { claims: /* @__PURE__ */ shift(86_400, "nbf", "exp") },
  },
  "access-token-sub-missing": {
    description: "The access token names nobody (RFC 9068 §2.2).",
    code: "ERR_VALIDATION_CLAIMS",
    jwt: { claims: /* @__PURE__ */ omit("sub") },
  },
  "access-token-client-id-missing": {
    description: "The access token does not say which client it was issued to (RFC 9068 §2.2).",
    code: "ERR_VALIDATION_CLAIMS",
    jwt: { claims: /* @__PURE__ */ omit("client_id") },
  },
  "access-token-alg-none": {
    description: "The access token is not signed: its alg is none (RFC 9068 §4).",
    code: "ERR_VERIFICATION_ALGORITHM",
    jwt: { header: /* @__PURE__ */ set({ alg: "none" }), signature: "none" },
  },
  "access-token-hmac-with-public-key": {
    description:
      "The access token is signed with the issuer's public key, as if it were a shared secret (RFC 8725 §3.1).",
    code: "ERR_VERIFICATION_ALGORITHM",
    jwt: { header: /* @__PURE__ */ set({ alg: "HS256" }), signature: "public-key" },
  },
  "access-token-signed-by-stranger": {
    description: "The access token is signed with another key, under the kid of the issuer's.",
    code: "ERR_VERIFICATION_SIGNATURE",
    jwt: { signature: "stranger" },
  },
  "access-token-kid-unknown": {
    description: "The access token is signed with a key that the issuer does not publish.",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    jwt: { header: /* @__PURE__ */ set({ kid: "unknown-key" }), signature: "stranger" },
  },
  "access-token-tampered": {
    description: "The scope of the access token was changed after it was signed.",
    code: "ERR_VERIFICATION_SIGNATURE",
    jwt: { claims: /* @__PURE__ */ set({ scope: "everything" }), signature: "kept" },
  },
  "access-token-typ-missing": {
    description: "The access token does not say that it is one (RFC 9068 §4).",
    code: "ERR_VERIFICATION_JWT_TYPE",
    jwt: { header: /* @__PURE__ */ omit("typ") },
  },
  "access-token-typ-jwt": {
    description: "A JWT of another kind, such as an ID token, takes the place of the access token (RFC 9068 §4).",
    code: "ERR_VERIFICATION_JWT_TYPE",
    jwt: { header: /* @__PURE__ */ set({ typ: "JWT" }) },
  },
};
