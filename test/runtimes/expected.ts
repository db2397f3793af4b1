/** What each program finds out, in every run-time. */
export const expected: Readonly<Record<string, object>> = {
  "client-credentials": {
    discovered: true,
    tokenType: "DPoP",
    boundToKey: true,
    introspected: ["machine", "orders.read", true],
    ofAnotherKey: "ERR_OAUTH_RESPONSE invalid_client",
  },
  "code-flow": {
    method: "S256",
    subject: "ada-id",
    name: "Ada Lovelace",
    renewed: true,
    revoked: true,
    afterRevocation: "ERR_OAUTH_RESPONSE invalid_grant",
    ofAnotherLogin: "ERR_VERIFICATION_STATE",
    denied: "ERR_OAUTH_AUTHORIZATION access_denied",
  },
  "resource-server": {
    algorithms: ["RS256", "ES256", "EdDSA", "opaque"],
    accepted: ["service", "service", "service", "service"],
    bound: "machine",
    replayedProof: ["ERR_VERIFICATION_DPOP_PROOF", 401, "invalid_dpop_proof"],
    boundAsBearer: ["ERR_VERIFICATION_TOKEN_BINDING", 401, "invalid_token"],
    forged: ["ERR_VERIFICATION_SIGNATURE", 401, "invalid_token"],
    unsigned: ["ERR_VERIFICATION_ALGORITHM", 401, "invalid_token"],
    forAnother: ["ERR_VERIFICATION_AUDIENCE", 401, "invalid_token"],
    unknown: ["ERR_VERIFICATION_TOKEN_INACTIVE", 401, "invalid_token"],
    none: ["ERR_VERIFICATION_TOKEN_MISSING", 401, 'Bearer, DPoP algs="ES256"'],
    tooLittle: ["ERR_VERIFICATION_SCOPE", 403, "insufficient_scope"],
  },
  "token-managers": {
    service: [
      { client: "service", subject: "service" },
      { client: "service", subject: "service" },
    ],
    user: { client: "app", subject: "ada-id" },
    outside: "ERR_CONFIGURATION_OPTION",
    revoked: "ERR_VERIFICATION_TOKEN_MISSING",
  },
  provider: {
    issuer: "https://id.example.com",
    algorithms: ["ES256", "EdDSA", "RS256"],
    tokenType: "Bearer",
    subject: "ada-id",
    wrongSecret: "ERR_OAUTH_RESPONSE invalid_client",
    wrongPassword: "status 400",
  },
};

/** What further programs find out where there are modules of Node. */
export const expectedOfNode: Readonly<Record<string, object>> = {
  "served-provider": {
    tokenType: "Bearer",
    health: 200,
    tooLarge: 413,
    afterwards: "ERR_TRANSPORT_NETWORK",
  },
  loopback: { subject: "ada-id", statuses: [400], shown: true, digest: "string" },
};

/** What a browser meets at the site of every run-time. */
export const expectedSite: object = {
  sentToLogin: [303, "/auth/login"],
  profile: [200, { user: "ada-id" }],
  session: { sub: "ada-id" },
  loggedOut: [303, "/goodbye"],
  afterLogout: 303,
  callbackOfAnotherBrowser: 400,
};
