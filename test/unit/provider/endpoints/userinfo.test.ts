import assert from "node:assert/strict";
import { test } from "node:test";
import { compactDecrypt, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import { createDPoP } from "../../../../src/dpop/create-dpop.ts";
import { certificateThumbprint } from "../../../../src/jose/certificate-thumbprint.ts";
import { createAccessToken } from "../../../../src/provider/tokens/issue-access-token.ts";
import { createTokenSet } from "../../../../src/tokens/token-set.ts";
import { makeCertificate } from "../../../fixtures/certificates.ts";
import {
  issueFor,
  type ProviderSetup,
  relyingParty,
  setUpProvider,
  webClient,
} from "../../../fixtures/provider/idtoken-setup.ts";

const url = "https://id.example.com/userinfo";
const alice = { sub: "alice", name: "Alice A.", email: "alice@example.com" };

test("userinfo: answers GET, POST with a field and POST with a form alike (OpenID Connect Core §5.3.1)", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  const authorization = { Authorization: `Bearer ${token}` };
  for (const init of [
    { headers: authorization },
    { headers: { Authorization: `bearer ${token}` } },
    { method: "POST", headers: authorization },
    { method: "POST", body: new URLSearchParams({ access_token: token }) },
  ]) {
    const response = await setup.provider.fetch(url, init);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), alice);
    assert.deepEqual(
      [response.headers.get("content-type"), response.headers.get("cache-control")],
      ["application/json", "no-store"],
    );
  }
});

test("userinfo: is read by our own client, which compares the subject", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  const client = relyingParty(setup);
  const facts = { claims: undefined, issuer: "https://id.example.com", receivedAt: setup.context.clock() };
  const tokens = createTokenSet({ access_token: token, token_type: "Bearer" }, facts);
  assert.deepEqual({ ...(await client.userInfo(tokens, { expectedSubject: "alice" })) }, alice);
  const other = client.userInfo(tokens, { expectedSubject: "bob" });
  await assert.rejects(other, { code: "ERR_VERIFICATION_SUBJECT" });
  setup.pass(601);
  await assert.rejects(client.userInfo(tokens, { expectedSubject: "alice" }), { error: "invalid_token", status: 401 });
});

test("userinfo: gives the claims of the token's scopes, and those that were asked for one by one", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup, { scope: ["openid"], details: { claims: { userinfo: { email: null } } } });
  assert.deepEqual(await (await ask(setup, token)).json(), { sub: "alice", email: "alice@example.com" });
});

test("userinfo: names the same subject as the ID token, pairwise as well (OpenID Connect Core §5.3.2)", async () => {
  const setup = await setUpProvider({ clients: [{ ...webClient, subject_type: "pairwise" }] });
  const { sub } = await (await ask(setup, (await issueFor(setup)).token)).json();
  assert.match(sub, /^[A-Za-z0-9_-]{43}$/);
});

test("userinfo: without a token there is a challenge, and nothing is said to be wrong (RFC 6750 §3.1)", async () => {
  const setup = await setUpProvider();
  const response = await setup.provider.fetch(url);
  assert.equal(response.status, 401);
  const challenge = response.headers.get("www-authenticate") ?? "";
  assert.match(
    challenge,
    /^Bearer realm="https:\/\/id\.example\.com", DPoP realm="https:\/\/id\.example\.com", algs="/,
  );
  assert.doesNotMatch(challenge, /error/);
});

test("userinfo: a token that is expired, revoked or unknown is refused alike (RFC 6750 §3.1)", async () => {
  const setup = await setUpProvider();
  const [revoked, expired] = [await issueFor(setup), await issueFor(setup)];
  await setup.store.grants.revokeGrants({ id: revoked.grant.id }, "test", setup.context.clock());
  const bodies = [await refusal(setup, revoked.token), await refusal(setup, "x".repeat(43))];
  setup.pass(601);
  bodies.push(await refusal(setup, expired.token));
  for (const body of bodies) assert.deepEqual(body, bodies[0]);
  assert.deepEqual(bodies[0]?.slice(0, 2), [401, "invalid_token"]);
  assert.match(String(bodies[0]?.[2]), /^Bearer realm="[^"]+", error="invalid_token", error_description="/);
});

test("userinfo: a disabled account has no claims any more", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  setup.setAccount({ isActive: false });
  assert.deepEqual((await refusal(setup, token)).slice(0, 2), [401, "invalid_token"]);
});

test("userinfo: a token without openid, and one of client credentials, is not enough (OpenID Connect Core §5.3.3)", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup, { scope: ["profile"] });
  const client = await setup.context.clients.find("web");
  assert.ok(client !== undefined);
  const own = await createAccessToken(setup.context, { client, scope: ["openid"], audience: [] });
  await setup.store.grants.issue({ tokens: [own.row], nowMs: setup.context.clock() });
  for (const each of [token, own.token]) {
    const [status, error, challenge] = await refusal(setup, each);
    assert.deepEqual([status, error], [403, "insufficient_scope"]);
    assert.match(String(challenge), /^Bearer .*error="insufficient_scope".*scope="openid"/);
  }
});

test("userinfo: a token for another resource is refused (RFC 8707 §3)", async () => {
  const api = "https://api.example.com";
  const setup = await setUpProvider({ tokens: { resources: { [api]: {} } } });
  assert.deepEqual((await refusal(setup, (await issueFor(setup, { audience: [api] })).token)).slice(0, 2), [
    401,
    "invalid_token",
  ]);
});

test("userinfo: a JWT of the default resource is accepted", async () => {
  const api = "https://api.example.com";
  const setup = await setUpProvider({ tokens: { resources: { [api]: { format: "jwt" } }, defaultResource: api } });
  assert.deepEqual(await (await ask(setup, (await issueFor(setup)).token)).json(), alice);
});

const malformed: readonly (readonly [title: string, make: (token: string) => readonly [string, RequestInit]])[] = [
  ["in the query", (token) => [`${url}?access_token=${token}`, {}]],
  [
    "twice",
    (token) => [
      url,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
        body: new URLSearchParams({ access_token: token }),
      },
    ],
  ],
  [
    "twice in the form",
    (token) => [
      url,
      {
        method: "POST",
        body: new URLSearchParams([
          ["access_token", token],
          ["access_token", token],
        ]),
      },
    ],
  ],
  ["of Basic", () => [url, { headers: { Authorization: "Basic d2ViOng=" } }]],
  ["with two schemes", (token) => [url, { headers: { Authorization: `Bearer ${token}, DPoP ${token}` } }]],
  ["without a token", () => [url, { headers: { Authorization: "Bearer" } }]],
];
for (const [title, make] of malformed)
  test(`userinfo: a token ${title} is a malformed request (RFC 6750 §2)`, async () => {
    const setup = await setUpProvider();
    const { token } = await issueFor(setup);
    const response = await setup.provider.fetch(...make(token));
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
  });

test("userinfo: other methods are refused", async () => {
  const { provider } = await setUpProvider();
  const response = await provider.fetch(url, { method: "PUT" });
  assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, POST"]);
});

test("userinfo: a token that is bound to a key needs a proof by it, made for this request (RFC 9449 §7.1)", async () => {
  const setup = await setUpProvider();
  const [key, otherKey] = [await createDPoP(), await createDPoP()];
  const { token } = await issueFor(setup, { confirmation: { jkt: key.jkt } });
  const present = async (init: {
    readonly dpop?: typeof key;
    readonly accessToken?: string;
    readonly to?: string;
    readonly method?: string;
    readonly scheme?: string;
  }) => {
    const { dpop = key, accessToken = token, to = url, method = "GET", scheme = "DPoP" } = init;
    const proof = await dpop.createProof({ method, url: to, accessToken, clock: setup.context.clock });
    return setup.provider.fetch(url, { headers: { Authorization: `${scheme} ${token}`, DPoP: proof } });
  };
  const challenged = await present({});
  assert.deepEqual([challenged.status, (await challenged.json()).error], [401, "use_dpop_nonce"]);
  const nonce = challenged.headers.get("dpop-nonce") ?? "";
  for (const dpop of [key, otherKey]) await dpop.nonces.set("https://id.example.com", nonce);
  assert.deepEqual(await (await present({})).json(), alice);
  const errorOf = async (response: Response): Promise<readonly unknown[]> => [
    response.status,
    (await response.json()).error,
    response.headers.get("www-authenticate")?.split(" ")[0],
  ];
  assert.deepEqual(await errorOf(await present({ accessToken: "another" })), [401, "invalid_dpop_proof", "DPoP"]);
  assert.deepEqual(await errorOf(await present({ method: "POST" })), [401, "invalid_dpop_proof", "DPoP"]);
  assert.deepEqual(await errorOf(await present({ dpop: otherKey })), [401, "invalid_token", "Bearer"]);
  assert.deepEqual(await errorOf(await present({ scheme: "Bearer" })), [401, "invalid_token", "Bearer"]);
  const unproved = await setup.provider.fetch(url, { headers: { Authorization: `DPoP ${token}` } });
  assert.deepEqual(await errorOf(unproved), [401, "invalid_dpop_proof", "DPoP"]);
  const replayed = await key.createProof({ method: "GET", url, accessToken: token, clock: setup.context.clock });
  const headers = { Authorization: `DPoP ${token}`, DPoP: replayed };
  assert.equal((await setup.provider.fetch(url, { headers })).status, 200);
  assert.deepEqual(await errorOf(await setup.provider.fetch(url, { headers })), [401, "invalid_dpop_proof", "DPoP"]);
});

test("userinfo: a token that is not bound is not accepted with the scheme DPoP (RFC 9449 §7.1)", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  const key = await createDPoP();
  const proof = await key.createProof({ method: "GET", url, accessToken: token, clock: setup.context.clock });
  for (const headers of [
    { Authorization: `DPoP ${token}`, DPoP: proof },
    { Authorization: `Bearer ${token}`, DPoP: proof },
  ])
    assert.equal((await setup.provider.fetch(url, { headers })).status, 401);
});

test("userinfo: a token that is bound to a certificate needs the connection's (RFC 8705 §3)", async () => {
  const setup = await setUpProvider();
  const [own, other] = [derOf(makeCertificate("own").cert), derOf(makeCertificate("other").cert)];
  const { token } = await issueFor(setup, { confirmation: { "x5t#S256": await certificateThumbprint(own) } });
  const present = (clientCertificate?: Uint8Array<ArrayBuffer>): Promise<Response> =>
    setup.provider.handle(
      new Request(url, { headers: { Authorization: `Bearer ${token}` } }),
      clientCertificate === undefined ? {} : { clientCertificate },
    );
  assert.equal((await present(own)).status, 200);
  assert.equal((await present(other)).status, 401);
  assert.equal((await present()).status, 401);
});

test("userinfo: is signed for the client that registered for that (OpenID Connect Core §5.3.2)", async () => {
  const setup = await setUpProvider({ clients: [{ ...webClient, userinfo_signed_response_alg: "ES256" }] });
  const response = await ask(setup, (await issueFor(setup)).token);
  assert.equal(response.headers.get("content-type"), "application/jwt");
  const keys = createLocalJWKSet(JSON.parse(JSON.stringify(await setup.context.keys.jwks())));
  const { payload, protectedHeader } = await jwtVerify(await response.text(), keys);
  assert.equal(protectedHeader.alg, "ES256");
  assert.deepEqual(payload, { ...alice, iss: "https://id.example.com", aud: "web" });
});

test("userinfo: is encrypted for the client that registered for that, signed or not (OpenID Connect Core §5.3.2)", async () => {
  const { publicKey, privateKey } = await generateKeyPair("RSA-OAEP-256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kty: "RSA", use: "enc", kid: "e" }] };
  const encrypted = {
    ...webClient,
    jwks,
    userinfo_encrypted_response_alg: "RSA-OAEP-256",
    userinfo_encrypted_response_enc: "A128GCM",
  };
  for (const [client, cty] of [
    [encrypted, undefined],
    [{ ...encrypted, userinfo_signed_response_alg: "RS256" }, "JWT"],
  ] as const) {
    const setup = await setUpProvider({ clients: [client] });
    const { plaintext, protectedHeader } = await compactDecrypt(
      await (await ask(setup, (await issueFor(setup)).token)).text(),
      privateKey,
    );
    assert.deepEqual([protectedHeader.enc, protectedHeader.cty], ["A128GCM", cty]);
    const text = new TextDecoder().decode(plaintext);
    if (cty === undefined) assert.deepEqual(JSON.parse(text), alice);
    else assert.equal(text.split(".").length, 3);
  }
});

test("userinfo: every page may read it, without credentials", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  const Origin = "https://anywhere.example";
  const preflight = await setup.provider.fetch(url, {
    method: "OPTIONS",
    headers: { Origin, "Access-Control-Request-Method": "GET" },
  });
  assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, "*"]);
  const response = await setup.provider.fetch(url, { headers: { Origin, Authorization: `Bearer ${token}` } });
  assert.deepEqual(
    [response.headers.get("access-control-allow-origin"), response.headers.get("access-control-allow-credentials")],
    ["*", null],
  );
  assert.match(response.headers.get("access-control-expose-headers") ?? "", /WWW-Authenticate, DPoP-Nonce/);
});

test("metadata: says where userinfo and logout are, and what they can", async () => {
  const { provider } = await setUpProvider();
  const metadata = await (await provider.fetch("https://id.example.com/.well-known/openid-configuration")).json();
  assert.equal(metadata.userinfo_endpoint, "https://id.example.com/userinfo");
  assert.equal(metadata.end_session_endpoint, "https://id.example.com/end-session");
  assert.deepEqual(metadata.subject_types_supported, ["public", "pairwise"]);
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ["RS256", "ES256", "HS256", "HS384", "HS512"]);
  for (const name of [
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
  ])
    assert.equal(metadata[name], true, name);
  assert.deepEqual(metadata.claims_supported.slice(0, 3), ["sub", "name", "family_name"]);
  assert.deepEqual(metadata.claim_types_supported, ["normal"]);
});

function ask({ provider }: ProviderSetup, token: string): Promise<Response> {
  return provider.fetch(url, { headers: { Authorization: `Bearer ${token}` } });
}

async function refusal(setup: ProviderSetup, token: string): Promise<readonly unknown[]> {
  const response = await ask(setup, token);
  return [response.status, (await response.json()).error, response.headers.get("www-authenticate")];
}

function derOf(pem: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64"));
}
