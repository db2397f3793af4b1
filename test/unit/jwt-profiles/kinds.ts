import { verifyDPoPProof } from "../../../src/dpop/verify-proof.ts";
import { readIntrospectionResponse } from "../../../src/endpoints/introspection.ts";
import { readJwtAuthorizationResponse } from "../../../src/endpoints/jarm.ts";
import { verifySoftwareStatement } from "../../../src/endpoints/software-statement.ts";
import { readUserinfoResponse } from "../../../src/endpoints/userinfo.ts";
import { verifyIdToken } from "../../../src/id-token/verify-id-token.ts";
import { verifyLogoutToken } from "../../../src/id-token/verify-logout-token.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { verifyClientAssertion } from "../../../src/jwt-profiles/verify-client-assertion.ts";
import { verifyRequestObject } from "../../../src/jwt-profiles/verify-request-object.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { answerOf, contextOf } from "../exchange/answers.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

/** A kind of JWT: one that is valid, and who accepts it. */
export interface Kind {
  readonly name: string;
  /** The kind that it is a profile of: a verifier of either may take it. */
  readonly profileOf?: string;
  readonly typ: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Left out where no verifier of this library takes it. */
  readonly verify?: (token: string) => Promise<unknown>;
}

const now = 1000;
const issuer = "https://id.example.com";
const client = "client-1";
const clock = () => now * 1000;

/** One key for every kind and every party: nothing but the kind keeps them apart. */
export const key = await generateTestKey("ES256", { kid: "k1" });
const keys = createStaticKeySource({ keys: [key.publicJwk] });
const algorithms = ["ES256"];
const reaching = contextOf({
  keys,
  clientId: client,
  authorizationResponseAlgorithms: algorithms,
  userinfoAlgorithms: algorithms,
  introspectionAlgorithms: algorithms,
});
const context = {
  ...reaching,
  metadata: { ...reaching.metadata, introspection_signing_alg_values_supported: algorithms },
};
const lifetime = { iat: now, exp: now + 300 };
const transaction = {
  issuer,
  clientId: client,
  redirectUri: "https://app.example.com/cb",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v",
  responseMode: "jwt",
  createdAt: clock(),
} as const;

/** What the server, the client and the publisher of a software statement sign. A kind that gets a verifier has it added to its row. */
export function kindsFor(publisher: string): readonly Kind[] {
  return [...serverKinds, ...clientKinds, statementOf(publisher)];
}

/** The same, of the shapes that say least about what they are. */
export function bareKindsFor(publisher: string): readonly Kind[] {
  return kindsFor(publisher).map((kind) => {
    const leftOut = optionalClaims[kind.name] ?? [];
    const claims = Object.fromEntries(Object.entries(kind.claims).filter(([claim]) => !leftOut.includes(claim)));
    return leftOut.includes("sub") ? { ...kind, claims: { ...claims, sid: "sid-1" } } : { ...kind, claims };
  });
}

const optionalClaims: Readonly<Record<string, readonly string[]>> = {
  "ID token": ["at_hash"],
  "legacy access token": ["client_id", "iat"],
  "logout token": ["sub"],
  "authorization response": ["iat"],
  "userinfo response": ["name", "email", "exp", "iat"],
  "client assertion": ["iat"],
  "request object": ["response_type", "redirect_uri", "jti", "iat", "exp"],
  "software statement": ["redirect_uris", "iat"],
};

const serverKinds: readonly Kind[] = [
  {
    name: "ID token",
    typ: undefined,
    claims: {
      iss: issuer,
      sub: "user-1",
      aud: client,
      ...lifetime,
      nonce: "nonce-1",
      at_hash: "77QmUPtjPfzWtF2AnpK9RQ",
    },
    verify: (token) =>
      verifyIdToken(token, {
        issuer,
        clientId: client,
        keys,
        algorithms,
        clock,
        receivedFrom: "token_endpoint",
        nonce: "nonce-1",
      }),
  },
  {
    name: "access token",
    typ: "at+jwt",
    claims: { iss: issuer, sub: "user-1", aud: client, client_id: client, jti: "1", ...lifetime, scope: "openid" },
    // A resource that has the name of the client.
    verify: (token) =>
      createAccessTokenVerifier({ issuer, audience: client, keys: { keys: [key.publicJwk] }, clock }).verify(token),
  },
  {
    // As a server without that profile issues it: nothing but its claims say what it is.
    name: "legacy access token",
    profileOf: "access token",
    typ: undefined,
    claims: { iss: issuer, sub: "user-1", aud: client, client_id: client, ...lifetime, scope: "openid" },
    verify: (token) =>
      createAccessTokenVerifier({
        ...{ issuer, audience: client, keys: { keys: [key.publicJwk] }, clock },
        profile: "legacy",
      }).verify(token),
  },
  {
    name: "logout token",
    typ: "logout+jwt",
    claims: {
      ...{ iss: issuer, sub: "user-1", aud: client, jti: "1", ...lifetime },
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    },
    verify: (token) => verifyLogoutToken(token, { issuer, clientId: client, keys, algorithms, clock }),
  },
  {
    name: "authorization response",
    typ: undefined,
    claims: { iss: issuer, aud: client, ...lifetime, code: "code-1", state: "state-1" },
    verify: (token) => readJwtAuthorizationResponse(context, new URLSearchParams({ response: token }), transaction),
  },
  {
    name: "userinfo response",
    typ: undefined,
    claims: { iss: issuer, sub: "user-1", aud: client, ...lifetime, name: "U", email: "u@example.com" },
    verify: (token) =>
      readUserinfoResponse(context, answerOf(token, 200, { "content-type": "application/jwt" }), {
        expectedSubject: "user-1",
      }),
  },
  {
    name: "introspection response",
    typ: "token-introspection+jwt",
    claims: { iss: issuer, aud: client, iat: now, token_introspection: { active: true, sub: "user-1" } },
    verify: (token) =>
      readIntrospectionResponse(
        context,
        answerOf(token, 200, { "content-type": "application/token-introspection+jwt" }),
      ),
  },
];

const clientKinds: readonly Kind[] = [
  {
    name: "client assertion",
    typ: "client-authentication+jwt",
    claims: { iss: client, sub: client, aud: issuer, jti: "1", ...lifetime },
    verify: (token) =>
      verifyClientAssertion(token, {
        issuer,
        clientId: client,
        credential: { method: "private_key_jwt", keys },
        replayStore: createReplayStore({ clock }),
        clock,
      }),
  },
  {
    name: "request object",
    typ: "oauth-authz-req+jwt",
    claims: {
      ...{ iss: client, aud: issuer, client_id: client, jti: "1", ...lifetime },
      ...{ response_type: "code", redirect_uri: "https://app.example.com/cb", scope: "openid" },
    },
    verify: (token) => verifyRequestObject(token, { issuer, clientId: client, keys, clock }),
  },
  {
    name: "DPoP proof",
    typ: "dpop+jwt",
    claims: { jti: "1", htm: "GET", htu: "https://api.example.com/", iat: now },
    verify: (token) =>
      verifyDPoPProof(token, { method: "GET", url: "https://api.example.com/", replayStore: "none", clock }),
  },
  {
    name: "client attestation",
    typ: "oauth-client-attestation+jwt",
    claims: { sub: client, ...lifetime, cnf: { jwk: key.publicJwk } },
  },
  {
    name: "client attestation proof",
    typ: "oauth-client-attestation-pop+jwt",
    claims: { aud: issuer, jti: "1", iat: now },
  },
];

function statementOf(publisher: string): Kind {
  return {
    name: "software statement",
    typ: undefined,
    claims: { iss: publisher, iat: now, software_id: "s", redirect_uris: ["https://app.example.com/cb"] },
    verify: (token) => verifySoftwareStatement(token, { issuer: publisher, audience: issuer, keys, clock }),
  };
}
