import { omit, type Recipe, set } from "./recipe.ts";

/** Lies in the answer of the token endpoint. */
export type TokenResponseMutationName =
  | "id-token-missing"
  | "access-token-missing"
  | "token-type-missing"
  | "token-type-unknown"
  | "expires-in-negative"
  | "expires-in-text"
  | "token-response-html"
  | "token-response-not-json"
  | "token-response-duplicate-member"
  | "token-response-error-with-status-200"
  | "token-response-status-500"
  | "token-response-redirect"
  | "token-response-huge";

/** Lies in what the browser brings back. */
export type CallbackMutationName =
  | "state-missing"
  | "wrong-state"
  | "issuer-mismatch"
  | "iss-missing"
  | "code-missing"
  | "code-twice"
  | "access-denied";

/** Lies in the metadata. */
export type MetadataMutationName =
  | "metadata-wrong-issuer"
  | "metadata-insecure-endpoint"
  | "metadata-html"
  | "metadata-status-404";

/** Lies in the JWK Set. */
export type JwksMutationName = "jwks-empty" | "jwks-private-keys" | "jwks-keys-missing" | "jwks-status-500";

/** Lies in the UserInfo answer. */
export type UserinfoMutationName = "userinfo-wrong-sub" | "userinfo-sub-missing" | "userinfo-status-401";

/** Lies in the answer of the token endpoint, and what a client throws. */
export const tokenResponseMutations: Readonly<Record<TokenResponseMutationName, Recipe>> = {
  "id-token-missing": {
    description: "There is no ID token, though openid was asked for (OpenID Connect Core §3.1.3.3).",
    code: "ERR_VERIFICATION_ID_TOKEN_MISSING",
    json: /* @__PURE__ */ omit("id_token"),
  },
  "access-token-missing": {
    description: "There is no access token (RFC 6749 §5.1).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ omit("access_token"),
  },
  "token-type-missing": {
    description: "The answer does not say what type the token has (RFC 6749 §5.1).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ omit("token_type"),
  },
  "token-type-unknown": {
    description: "The token has a type that the client can't use (RFC 6749 §7.1).",
    code: "ERR_VERIFICATION_TOKEN_TYPE",
    json: /* @__PURE__ */ set({ token_type: "mac" }),
  },
  "expires-in-negative": {
    description: "The token lives for less than no time (RFC 6749 §5.1).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ set({ expires_in: -1 }),
  },
  "expires-in-text": {
    description: "The lifetime is text and no number (RFC 6749 §5.1).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ set({ expires_in: "3600" }),
  },
  "token-response-html": {
    description: "A page takes the place of the answer, as a proxy sends it.",
    code: "ERR_RESPONSE_CONTENT_TYPE",
    answer: { headers: { "content-type": "text/html" }, body: () => "<!doctype html><title>Welcome</title>" },
  },
  "token-response-not-json": {
    description: "The answer ends in the middle.",
    code: "ERR_RESPONSE_NOT_JSON",
    answer: { body: (text) => text.slice(0, -5) },
  },
  "token-response-duplicate-member": {
    description: "The answer has two access tokens (RFC 8259 §4).",
    code: "ERR_RESPONSE_DUPLICATE_MEMBER",
    answer: { body: (text) => text.replace("{", '{"access_token":"of-somebody-else",') },
  },
  "token-response-error-with-status-200": {
    description: "The server refuses, with the status of success (RFC 6749 §5.2).",
    code: "ERR_OAUTH_RESPONSE",
    answer: { body: () => '{"error":"invalid_grant"}' },
  },
  "token-response-status-500": {
    description: "The server fails.",
    code: "ERR_RESPONSE_STATUS",
    answer: { status: 500, headers: { "content-type": "text/plain" }, body: () => "Internal Server Error" },
  },
  "token-response-redirect": {
    description: "The token endpoint sends the client elsewhere, with its credentials.",
    code: "ERR_RESPONSE_REDIRECT",
    answer: { status: 307, headers: { location: "https://attacker.example.com/token" } },
  },
  "token-response-huge": {
    description: "The answer has two million characters.",
    code: "ERR_RESPONSE_TOO_LARGE",
    answer: { body: (text) => `${" ".repeat(2_000_000)}${text}` },
  },
};

/** Lies in what the browser brings back, and what a client throws. */
export const callbackMutations: Readonly<Record<CallbackMutationName, Recipe>> = {
  "state-missing": {
    description: "The response does not say which login it belongs to (RFC 6749 §10.12).",
    code: "ERR_VERIFICATION_STATE",
    parameters: (parameters) => parameters.delete("state"),
  },
  "wrong-state": {
    description: "The response belongs to a login of somebody else (RFC 6749 §10.12).",
    code: "ERR_VERIFICATION_STATE",
    parameters: (parameters) => parameters.set("state", "of-another-login"),
  },
  "issuer-mismatch": {
    description: "The response comes from another server (RFC 9207 §2.4).",
    code: "ERR_VERIFICATION_ISSUER",
    parameters: (parameters) => parameters.set("iss", "https://attacker.example.com"),
  },
  "iss-missing": {
    description:
      "The response does not say which server it comes from, though the server announces that it does (RFC 9207 §2.4).",
    code: "ERR_VERIFICATION_ISSUER",
    parameters: (parameters) => parameters.delete("iss"),
  },
  "code-missing": {
    description: "The response has no code (RFC 6749 §4.1.2).",
    code: "ERR_VALIDATION_RESPONSE",
    parameters: (parameters) => parameters.delete("code"),
  },
  "code-twice": {
    description: "The response has two codes (RFC 6749 §3.1).",
    code: "ERR_VERIFICATION_PARAMETER_REPEATED",
    parameters: (parameters) => parameters.append("code", "of-somebody-else"),
  },
  "access-denied": {
    description: "The user said no (RFC 6749 §4.1.2.1).",
    code: "ERR_OAUTH_AUTHORIZATION",
    parameters(parameters) {
      parameters.delete("code");
      parameters.set("error", "access_denied");
    },
  },
};

/** Lies in the metadata, and what a client throws. */
export const metadataMutations: Readonly<Record<MetadataMutationName, Recipe>> = {
  "metadata-wrong-issuer": {
    description: "The metadata are those of another server (OpenID Connect Discovery §4.3).",
    code: "ERR_VERIFICATION_ISSUER",
    json: /* @__PURE__ */ set({ issuer: "https://attacker.example.com" }),
  },
  "metadata-insecure-endpoint": {
    description: "The token endpoint is not protected by TLS (RFC 6749 §3.2).",
    code: "ERR_VALIDATION_METADATA",
    json: /* @__PURE__ */ set({ token_endpoint: "http://id.example.com/token" }),
  },
  "metadata-html": {
    description: "A page takes the place of the metadata.",
    code: "ERR_RESPONSE_CONTENT_TYPE",
    answer: { headers: { "content-type": "text/html" }, body: () => "<!doctype html><title>Welcome</title>" },
  },
  "metadata-status-404": {
    description: "There are no metadata.",
    code: "ERR_RESPONSE_STATUS",
    answer: { status: 404, headers: { "content-type": "text/plain" }, body: () => "Not Found" },
  },
};

/** Lies in the JWK Set, and what a client throws. */
export const jwksMutations: Readonly<Record<JwksMutationName, Recipe>> = {
  "jwks-empty": {
    description: "The server publishes no keys.",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    json: /* @__PURE__ */ set({ keys: [] }),
  },
  "jwks-private-keys": {
    description: "The server publishes its private keys, so that anybody can sign (RFC 7517 §9.2).",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    json: ({ keys, ...members }) => ({ ...members, keys: Array.isArray(keys) ? keys.map(set({ d: "AQAB" })) : keys }),
  },
  "jwks-keys-missing": {
    description: "The JWK Set has no list of keys (RFC 7517 §5.1).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ omit("keys"),
  },
  "jwks-status-500": {
    description: "The keys can't be had.",
    code: "ERR_RESPONSE_STATUS",
    answer: { status: 500, headers: { "content-type": "text/plain" }, body: () => "Internal Server Error" },
  },
};

/** Lies in the UserInfo answer, and what a client throws. */
export const userinfoMutations: Readonly<Record<UserinfoMutationName, Recipe>> = {
  "userinfo-wrong-sub": {
    description: "The answer is about somebody else than the ID token (OpenID Connect Core §5.3.2).",
    code: "ERR_VERIFICATION_SUBJECT",
    json: /* @__PURE__ */ set({ sub: "mallory" }),
  },
  "userinfo-sub-missing": {
    description: "The answer does not say whom it is about (OpenID Connect Core §5.3.2).",
    code: "ERR_VALIDATION_RESPONSE",
    json: /* @__PURE__ */ omit("sub"),
  },
  "userinfo-status-401": {
    description: "The access token is not accepted (RFC 6750 §3.1).",
    code: "ERR_OAUTH_CHALLENGE",
    answer: { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' }, body: () => "" },
  },
};
