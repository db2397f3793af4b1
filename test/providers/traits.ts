/** A JSON message on its way out. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** One way in which a provider breaks its specifications. */
export interface Trait {
  /** The message that is broken. */
  readonly message: "metadata" | "jwks" | "authorization-response" | "token-response" | "userinfo" | "token-error";
  /** What the provider does wrong, for a person. */
  readonly summary: string;
  readonly apply: (message: WireMessage) => WireMessage;
}

/** Name of a way to be broken. */
export type TraitName = keyof typeof traits;

/** Deviations as deployed providers have them; each leaves the rest of its message as it should be. */
export const traits = {
  "metadata-lists-as-text": {
    message: "metadata",
    summary: "sends response_types_supported and scopes_supported as text",
    apply: (message) => ({ ...message, response_types_supported: "code", scopes_supported: "openid profile email" }),
  },
  "metadata-booleans-as-text": {
    message: "metadata",
    summary: "sends claims_parameter_supported as text",
    apply: (message) => ({ ...message, claims_parameter_supported: "false" }),
  },
  "metadata-null": {
    message: "metadata",
    summary: "sends null for subject_types_supported",
    apply: (message) => ({ ...message, subject_types_supported: null }),
  },
  "metadata-number-in-list": {
    message: "metadata",
    summary: "has a number among code_challenge_methods_supported",
    apply: (message) => ({ ...message, code_challenge_methods_supported: ["S256", 256] }),
  },
  "metadata-endpoint-relative": {
    message: "metadata",
    summary: "gives userinfo_endpoint as a path",
    apply: (message) => ({ ...message, userinfo_endpoint: "/userinfo" }),
  },
  "metadata-algorithms-missing": {
    message: "metadata",
    summary: "leaves out id_token_signing_alg_values_supported",
    apply: (message) => without(message, "id_token_signing_alg_values_supported"),
  },
  "issuer-trailing-slash": {
    message: "metadata",
    summary: "names itself with a slash at the end",
    apply: (message) => ({ ...message, issuer: `${String(message.issuer)}/` }),
  },
  "jwks-keys-object": {
    message: "jwks",
    summary: "sends its keys as an object by kid",
    apply: (message) => ({ ...message, keys: {} }),
  },
  "authorization-response-other-iss": {
    message: "authorization-response",
    summary: "names another issuer in its authorization response",
    apply: (message) => ({ ...message, iss: "https://attacker.example.com" }),
  },
  "expires-in-text": {
    message: "token-response",
    summary: "sends expires_in as text",
    apply: (message) => ({ ...message, expires_in: "3600" }),
  },
  "token-type-missing": {
    message: "token-response",
    summary: "leaves out token_type",
    apply: (message) => without(message, "token_type"),
  },
  "scope-array": {
    message: "token-response",
    summary: "sends scope as an array",
    apply: (message) => ({ ...message, scope: ["openid", "profile", "email"] }),
  },
  "refresh-token-null": {
    message: "token-response",
    summary: "sends null for refresh_token",
    apply: (message) => ({ ...message, refresh_token: null }),
  },
  "userinfo-booleans-as-text": {
    message: "userinfo",
    summary: "sends email_verified as text",
    apply: (message) => ({ ...message, email_verified: "true" }),
  },
  "userinfo-iso-date": {
    message: "userinfo",
    summary: "sends updated_at as an ISO 8601 date",
    apply: (message) => ({ ...message, updated_at: "2026-11-22T10:00:00Z" }),
  },
  "userinfo-address-text": {
    message: "userinfo",
    summary: "sends address as text",
    apply: (message) => ({ ...message, address: "12 St James's Square, London" }),
  },
  "userinfo-without-sub": {
    message: "userinfo",
    summary: "leaves out sub",
    apply: (message) => without(message, "sub"),
  },
  "userinfo-other-sub": {
    message: "userinfo",
    summary: "answers for another user",
    apply: (message) => ({ ...message, sub: "mallory" }),
  },
  "token-error-own-words": {
    message: "token-error",
    summary: "refuses codes with an error format of its own",
    apply: () => ({ status: "KO", message: "code has been used", code: 400 }),
  },
} satisfies Readonly<Record<string, Trait>>;

function without(message: WireMessage, member: string): WireMessage {
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== member));
}
