import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoPNonces } from "../../../src/dpop/proof-nonce.ts";
import { certificateThumbprint } from "../../../src/jose/certificate-thumbprint.ts";
import { sha256Base64url } from "../../../src/jose/hash.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { makeCertificate } from "../../fixtures/certificates.ts";
import {
  createIntrospectionScene,
  goodAnswer,
  refusalOf,
  requestWith,
  serverOf,
} from "../../fixtures/resource-server-scene.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { clock, createKey, makeToken, now, otherIssuer, setOf, url } from "./access-tokens.ts";

const made = createKey();
type Settings = NonNullable<Parameters<typeof serverOf>[1]>;
type Changes = Readonly<Record<string, unknown>>;

async function jwtServer(settings: Settings = {}, scene = createIntrospectionScene()) {
  return serverOf(scene, { tokens: "jwt", introspection: undefined, keys: setOf(await made), ...settings });
}

async function opaqueServer(answer: Changes, settings: Settings = {}) {
  const scene = createIntrospectionScene();
  scene.respond = () => Response.json(goodAnswer(answer));
  return serverOf(scene, { dpop: { algorithms: ["ES256"] }, ...settings });
}

const invalidRequest =
  'Bearer error="invalid_request", error_description="The request must have one access token, in its Authorization header."';
const invalidToken = 'Bearer error="invalid_token", error_description="The access token is not accepted here."';

test("resource server: a JWT access token gives a principal (RFC 9068 §4)", async () => {
  const server = await jwtServer();
  const principal = await server.authenticate(requestWith(await makeToken(await made)));
  const {
    hasScope: _a,
    hasAnyScope: _b,
    hasRole: _c,
    hasAcr: _d,
    isAuthenticatedWithin: _e,
    claims,
    ...facts
  } = principal;
  assert.deepEqual(facts, {
    subject: "user",
    clientId: "app",
    issuer: "https://id.example.com",
    tenant: undefined,
    scopes: ["orders.read", "orders.write"],
    custom: undefined,
    kind: "jwt",
    boundTo: [],
    proof: undefined,
    actors: [],
    isClient: false,
  });
  assert.equal(claims.jti, "token-1");
  assert.ok(Object.isFrozen(principal) && Object.isFrozen(claims));
});

const smuggled: readonly (readonly [
  what: string,
  headers: Record<string, string | readonly string[]>,
  at: string,
  code: string,
  status: number,
  challenge: string,
])[] = [
  ["has no token", {}, url, "ERR_VERIFICATION_TOKEN_MISSING", 401, "Bearer"],
  ["has another scheme", { authorization: "Basic YTpi" }, url, "ERR_VERIFICATION_TOKEN_MISSING", 401, "Bearer"],
  [
    "has two Authorization fields, joined",
    { authorization: "Bearer a, Bearer b" },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has two Authorization fields",
    { authorization: ["Bearer a", "Bearer b"] },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has two fields of different case",
    { Authorization: "Bearer a", authorization: "Bearer b" },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has a token in its query (RFC 6750 §2.3)",
    {},
    `${url}?access_token=a`,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has one in its query as well (RFC 6750 §2)",
    { authorization: "Bearer a" },
    `${url}?x=1&access_token=a`,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "hides one in its query by escapes",
    { authorization: "Bearer a" },
    `${url}?%61ccess_token=a`,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  ["has a scheme alone", { authorization: "Bearer" }, url, "ERR_VALIDATION_RECEIVED_REQUEST", 400, invalidRequest],
  [
    "has a tab after its scheme",
    { authorization: "Bearer\ta" },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has white space in its token",
    { authorization: "Bearer a b" },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
  [
    "has a line break in its token",
    { authorization: "Bearer a\r\nb" },
    url,
    "ERR_VALIDATION_RECEIVED_REQUEST",
    400,
    invalidRequest,
  ],
];

for (const [what, headers, at, code, status, challenge] of smuggled) {
  test(`resource server: a request that ${what} is refused`, async () => {
    const server = await jwtServer();
    const [caught, refusal] = await refusalOf(server, server.authenticate({ method: "GET", url: at, headers }));
    assert.deepEqual([caught, refusal.status, refusal.challenge], [code, status, challenge]);
  });
}

test("resource server: the name of the scheme has no case, and a body is not read (RFC 9110 §11.1)", async () => {
  const server = await jwtServer();
  const token = await makeToken(await made);
  for (const scheme of ["bearer", "BEARER", "Bearer "]) {
    const { subject } = await server.authenticate({
      method: "GET",
      url,
      headers: { authorization: `${scheme} ${token}` },
    });
    assert.equal(subject, "user");
  }
  const request = new Request(url, { method: "POST", body: new URLSearchParams({ access_token: token }) });
  const [code] = await refusalOf(server, server.authenticate(request));
  assert.deepEqual([code, request.bodyUsed], ["ERR_VERIFICATION_TOKEN_MISSING", false]);
});

const jwts: readonly (readonly [what: string, claims: Changes, header: Changes, code: string, challenge?: string])[] = [
  ["is of another issuer", { iss: otherIssuer }, {}, "ERR_VERIFICATION_ISSUER"],
  ["is for another resource", { aud: "https://files.example.com" }, {}, "ERR_VERIFICATION_AUDIENCE"],
  [
    "is over",
    { exp: now - 31 },
    {},
    "ERR_VERIFICATION_EXPIRED",
    'Bearer error="invalid_token", error_description="The access token has expired."',
  ],
  ["begins later", { nbf: now + 31 }, {}, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["is of no type", {}, { typ: undefined }, "ERR_VERIFICATION_JWT_TYPE"],
  ["is an ID token", {}, { typ: "JWT" }, "ERR_VERIFICATION_JWT_TYPE"],
  ["is of a key that is unknown", {}, { kid: "two" }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["lacks a claim of the profile", { jti: undefined }, {}, "ERR_VALIDATION_CLAIMS"],
  ["has an actor of no shape (RFC 8693 §4.1)", { act: "service" }, {}, "ERR_VALIDATION_CLAIMS"],
];

for (const [what, claims, header, code, challenge = invalidToken] of jwts) {
  test(`resource server: a JWT that ${what} is refused`, async () => {
    const server = await jwtServer();
    const [caught, refusal] = await refusalOf(
      server,
      server.authenticate(requestWith(await makeToken(await made, claims, header))),
    );
    assert.deepEqual([caught, refusal.status, refusal.challenge], [code, 401, challenge]);
  });
}

test("resource server: an introspected token that is bound to a DPoP key needs its proof (RFC 9449 §7.1)", async () => {
  const key = await createKey();
  const jkt = await thumbprintOf(key);
  const server = await opaqueServer({ token_type: "DPoP", cnf: { jkt } });
  const ath = await sha256Base64url("opaque-1");
  const request = (proof: string | undefined) => ({
    method: "GET",
    url,
    headers: { authorization: "DPoP opaque-1", dpop: proof },
  });
  const proof = await makeProof(key, { ath });
  const { boundTo, proof: verified } = await server.authenticate(request(proof));
  assert.deepEqual([boundTo, verified?.jkt], [["jkt"], jkt]);
  const words =
    'DPoP error="invalid_dpop_proof", error_description="The DPoP proof is missing, or not good for this request.", algs="ES256"';
  for (const [given, code] of [
    [proof, "ERR_VERIFICATION_DPOP_PROOF"],
    [undefined, "ERR_VERIFICATION_DPOP_PROOF"],
    [`${proof},${proof}`, "ERR_VERIFICATION_DPOP_PROOF"],
    [await makeProof(key, { ath: await sha256Base64url("other") }), "ERR_VERIFICATION_DPOP_PROOF"],
    [await makeProof(key, { ath, htm: "POST" }), "ERR_VERIFICATION_DPOP_PROOF"],
    [await makeProof(key, { ath, htu: "https://evil.example.com/orders" }), "ERR_VERIFICATION_DPOP_PROOF"],
    [await makeProof(key, { ath, iat: now - 61 }), "ERR_VERIFICATION_DPOP_PROOF"],
  ] as const) {
    const [caught, refusal] = await refusalOf(server, server.authenticate(request(given)));
    assert.deepEqual([caught, refusal.status, refusal.challenge], [code, 401, words]);
  }
  const thief = await makeProof(await createKey(), { ath });
  const [code] = await refusalOf(server, server.authenticate(request(thief)));
  assert.equal(code, "ERR_VERIFICATION_TOKEN_BINDING");
});

test("resource server: whether the answer names the type or not, a bound token is presented as DPoP, and an unbound one is not (RFC 9449 §7.2)", async () => {
  const key = await createKey();
  const cnf = { jkt: await thumbprintOf(key) };
  const ath = await sha256Base64url("opaque-1");
  for (const [answer, scheme, code] of [
    [{ token_type: "DPoP", cnf }, "DPoP", undefined],
    [{ token_type: undefined, cnf }, "DPoP", undefined],
    [{ token_type: "DPoP", cnf }, "Bearer", "ERR_VERIFICATION_TOKEN_BINDING"],
    [{ token_type: undefined, cnf }, "Bearer", "ERR_VERIFICATION_TOKEN_BINDING"],
    [{ token_type: undefined }, "DPoP", "ERR_VERIFICATION_TOKEN_BINDING"],
    [{ token_type: "Bearer" }, "DPoP", "ERR_VERIFICATION_TOKEN_BINDING"],
    [{ token_type: "DPoP" }, "DPoP", "ERR_VERIFICATION_TOKEN_BINDING"],
  ] as const) {
    const server = await opaqueServer(answer);
    const headers = { authorization: `${scheme} opaque-1`, dpop: await makeProof(key, { ath }) };
    const call = server.authenticate({ method: "GET", url, headers });
    if (code === undefined) assert.deepEqual((await call).boundTo, ["jkt"]);
    else assert.equal((await refusalOf(server, call))[0], code);
  }
});

test("resource server: several servers that share a replay store accept a proof once (RFC 9449 §11.1)", async () => {
  const key = await createKey();
  const dpop = { replayStore: createReplayStore({ clock }) };
  const answer = { token_type: "DPoP", cnf: { jkt: await thumbprintOf(key) } };
  const [one, two] = [await opaqueServer(answer, { dpop }), await opaqueServer(answer, { dpop })];
  const headers = {
    authorization: "DPoP opaque-1",
    dpop: await makeProof(key, { ath: await sha256Base64url("opaque-1") }),
  };
  await one.authenticate({ method: "GET", url, headers });
  const [code] = await refusalOf(two, two.authenticate({ method: "GET", url, headers }));
  assert.equal(code, "ERR_VERIFICATION_DPOP_PROOF");
});

test("resource server: nonces are demanded, and renewed with the answer (RFC 9449 §9)", async () => {
  const key = await createKey();
  let nowMs = clock();
  const nonces = createDPoPNonces({ clock: () => nowMs, lifetimeSeconds: 60 });
  const server = await opaqueServer(
    { token_type: "DPoP", cnf: { jkt: await thumbprintOf(key) } },
    { dpop: { nonces, algorithms: ["ES256"] } },
  );
  const ath = await sha256Base64url("opaque-1");
  const call = async (claims: Changes) =>
    server.authenticate({
      method: "GET",
      url,
      headers: { authorization: "DPoP opaque-1", dpop: await makeProof(key, { ath, ...claims }) },
    });
  const [code, refusal, response] = await refusalOf(server, call({}));
  const nonce = response.headers.get("dpop-nonce");
  assert.deepEqual(
    [code, refusal],
    [
      "ERR_VERIFICATION_DPOP_NONCE",
      {
        status: 401,
        challenge:
          'DPoP error="use_dpop_nonce", error_description="The DPoP proof must have the nonce of this answer.", algs="ES256"',
        body: { error: "use_dpop_nonce", error_description: "The DPoP proof must have the nonce of this answer." },
      },
    ],
  );
  assert.deepEqual(server.headersFor(await call({ nonce })), {});
  nowMs += 60_000;
  assert.deepEqual(server.headersFor(await call({ nonce })), { "DPoP-Nonce": await nonces.issue() });
});

test("resource server: a token that is bound to a certificate needs that of the connection (RFC 8705 §3.1)", async () => {
  const { cert } = makeCertificate("client");
  const { cert: other } = makeCertificate("other");
  const cnf = { "x5t#S256": await certificateThumbprint(cert) };
  const servers = [
    [await opaqueServer({ cnf }, { dpop: false }), "opaque-1"],
    [await jwtServer(), await makeToken(await made, { cnf })],
  ] as const;
  for (const [server, token] of servers) {
    const { boundTo } = await server.authenticate(requestWith(token), { certificate: cert });
    assert.deepEqual(boundTo, ["x5t#S256"]);
    for (const certificate of [other, undefined]) {
      const [code, refusal] = await refusalOf(server, server.authenticate(requestWith(token), { certificate }));
      assert.deepEqual(
        [code, refusal.challenge],
        ["ERR_VERIFICATION_TOKEN_BINDING", 'Bearer error="invalid_token", error_description="Invalid key binding."'],
      );
    }
  }
});

test("resource server: what a request demands is demanded, and the challenge says what is missing (RFC 6750 §3.1, RFC 9470 §3)", async () => {
  const server = await jwtServer();
  const token = await makeToken(await made, { acr: "silver", auth_time: now - 100 });
  const good = {
    scope: "orders.write orders.read",
    anyScope: ["admin", "orders.read"],
    acrValues: ["gold", "silver"],
    maxAgeSeconds: 100,
  };
  assert.equal((await server.authenticate(requestWith(token), good)).subject, "user");
  const tooLittle = 'Bearer error="insufficient_scope", error_description="The access token grants too little."';
  const again =
    'Bearer error="insufficient_user_authentication", error_description="The user must authenticate again."';
  for (const [demand, code, status, challenge] of [
    [{ scope: ["orders.read", "admin"] }, "ERR_VERIFICATION_SCOPE", 403, `${tooLittle}, scope="orders.read admin"`],
    [{ scope: "Orders.read" }, "ERR_VERIFICATION_SCOPE", 403, `${tooLittle}, scope="Orders.read"`],
    [{ anyScope: ["audit", "admin"] }, "ERR_VERIFICATION_SCOPE", 403, `${tooLittle}, scope="audit"`],
    [{ acrValues: ["gold", "platinum"] }, "ERR_VERIFICATION_ACR", 401, `${again}, acr_values="gold platinum"`],
    [{ maxAgeSeconds: 69 }, "ERR_VERIFICATION_AUTH_TIME", 401, `${again}, max_age="69"`],
  ] as const) {
    const [caught, refusal] = await refusalOf(server, server.authenticate(requestWith(token), demand));
    assert.deepEqual([caught, refusal.status, refusal.challenge], [code, status, challenge]);
  }
});

test("resource server: demands of the server hold for every request, and those of a route in their place", async () => {
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { demands: { scope: "orders.read", maxAgeSeconds: 10 } });
  const answered = async (guard: typeof server, options = {}): Promise<unknown> =>
    guard.authenticate(requestWith("opaque-1"), options).then(
      () => "accepted",
      (error: unknown) => Object(error).code,
    );
  assert.equal(await answered(server), "ERR_VERIFICATION_AUTH_TIME");
  scene.respond = () => Response.json(goodAnswer({ auth_time: now - 5 }));
  scene.nowMs += 61_000;
  scene.respond = () => Response.json(goodAnswer({ auth_time: now + 60 }));
  assert.equal(await answered(server), "accepted");
  const route = server.demanding({ scope: "admin" });
  assert.equal(await answered(route), "ERR_VERIFICATION_SCOPE");
  assert.equal(await answered(route, { scope: "orders.write" }), "accepted");
  assert.equal(await answered(route, { scope: undefined }), "ERR_VERIFICATION_SCOPE");
  assert.equal(
    await answered(route, { scope: "orders.write", maxAgeSeconds: 0, acrValues: ["gold"] }),
    "ERR_VERIFICATION_ACR",
  );
  assert.equal(scene.asked.length, 2);
});

test("resource server: every verdict is reported, without token and claims", async () => {
  const events: Readonly<Record<string, unknown>>[] = [];
  const scene = createIntrospectionScene();
  const server = serverOf(scene, { onEvent: (event) => events.push({ ...event }) });
  const late = scene.respond;
  scene.respond = (question) => {
    scene.nowMs += 7;
    return late(question);
  };
  for (const _ of [1, 2]) await server.authenticate(requestWith("opaque-1"));
  await refusalOf(server, server.authenticate({ method: "GET", url, headers: {} }));
  scene.respond = () => Response.json({ active: false });
  await refusalOf(server, server.authenticate(requestWith("opaque-2")));
  const ours = events.filter(({ type }) => String(type).startsWith("resource."));
  const issuer = "https://id.example.com";
  assert.deepEqual(ours, [
    { type: "resource.accepted", issuer, cache: "miss", durationMs: 7 },
    { type: "resource.accepted", issuer, cache: "hit", durationMs: 0 },
    {
      type: "resource.rejected",
      code: "ERR_VERIFICATION_TOKEN_MISSING",
      issuer: undefined,
      cache: "miss",
      durationMs: 0,
    },
    { type: "resource.rejected", code: "ERR_VERIFICATION_TOKEN_INACTIVE", issuer, cache: "miss", durationMs: 0 },
  ]);
  assert.ok(events.some(({ type }) => type === "fetched") && events.some(({ type }) => type === "exchange"));
  assert.doesNotMatch(JSON.stringify(events), /opaque-|secret|"user"/);
});

test("resource server: a fault of the validator is reported without a code, and answered with 500", async () => {
  const events: unknown[] = [];
  const server = await jwtServer({
    issuer: "https://id.example.com",
    dpop: { replayStore: { claim: () => Promise.reject(new Error("down")) } },
    onEvent: (event) => events.push(event),
  });
  const key = await createKey();
  const token = await makeToken(await made, { cnf: { jkt: await thumbprintOf(key) } });
  const headers = { authorization: `DPoP ${token}`, dpop: await makeProof(key, { ath: await sha256Base64url(token) }) };
  const [, refusal] = await refusalOf(server, server.authenticate({ method: "GET", url, headers }));
  assert.equal(refusal.status, 500);
  assert.equal(Object(events[0]).code, undefined);
});
