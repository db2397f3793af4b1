import assert from "node:assert/strict";
import { test } from "node:test";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import type { DPoPNonceStore } from "../../../src/dpop/nonce-store.ts";
import { readProof } from "../../fixtures/proofs.ts";

const url = "https://id.example.com/token";
const request = { method: "POST", url };
const demand = '{"error":"use_dpop_nonce"}';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text?: string;
}

function answerOf(status: number, nonce?: string, text = "{}"): Answer {
  return { status, text, headers: new Headers(nonce === undefined ? {} : { "dpop-nonce": nonce }) };
}

/** Answers one attempt after the other, and keeps the nonces that they came with. */
function answering(answers: readonly Answer[]) {
  const nonces: unknown[] = [];
  const proofs: string[] = [];
  const attempt = async (proof: string): Promise<Answer> => {
    proofs.push(proof);
    nonces.push((await readProof(proof)).claims.nonce);
    return answers[proofs.length - 1] ?? assert.fail("one attempt too many");
  };
  return { attempt, nonces, proofs };
}

test("createDPoP: is frozen, and shows no private key when it is logged", async () => {
  const dpop = await createDPoP({ extractable: true });
  assert.ok(Object.isFrozen(dpop));
  const { d = "" } = await dpop.exportKey();
  assert.ok(typeof d === "string" && d !== "");
  assert.ok(!JSON.stringify(dpop).includes(d));
  assert.match(dpop.jkt, /^[\w-]{43}$/);
});

test("send: one attempt where the server is content, and its nonce is used next time (RFC 9449 §8.2)", async () => {
  const dpop = await createDPoP();
  const first = answering([answerOf(200, "n-1")]);
  assert.equal((await dpop.send(request, first.attempt)).status, 200);
  assert.deepEqual(first.nonces, [undefined]);
  const second = answering([answerOf(200)]);
  await dpop.send(request, second.attempt);
  assert.deepEqual(second.nonces, ["n-1"]);
});

test("send: a demand is met once, with a new proof that has the nonce (RFC 9449 §8)", async () => {
  const dpop = await createDPoP();
  const { attempt, nonces, proofs } = answering([answerOf(400, "n-1", demand), answerOf(200, "n-2")]);
  assert.equal((await dpop.send(request, attempt)).status, 200);
  assert.deepEqual(nonces, [undefined, "n-1"]);
  const [one, other] = await Promise.all(proofs.map(readProof));
  assert.notEqual(one?.claims.jti, other?.claims.jti);
  const later = answering([answerOf(200)]);
  await dpop.send(request, later.attempt);
  assert.deepEqual(later.nonces, ["n-2"]);
});

test("send: learns from errors of every kind, and repeats nothing for them", async () => {
  const dpop = await createDPoP();
  const { attempt, nonces } = answering([
    answerOf(500, "n-1", "oops"),
    answerOf(400, "n-2", '{"error":"invalid_grant"}'),
  ]);
  assert.equal((await dpop.send(request, attempt)).status, 500);
  assert.equal((await dpop.send(request, attempt)).status, 400);
  assert.deepEqual(nonces, [undefined, "n-1"]);
});

for (const [title, answers, used] of [
  ["comes without a nonce", [answerOf(400, undefined, demand)], [undefined]],
  ["comes with a nonce that is none", [answerOf(400, "a b", demand)], [undefined]],
  [
    "is repeated with the second answer",
    [answerOf(400, "n-1", demand), answerOf(400, "n-2", demand)],
    [undefined, "n-1"],
  ],
] as const) {
  test(`send: a demand that ${title} is the server's error`, async () => {
    const { attempt, nonces } = answering(answers);
    await assert.rejects((await createDPoP()).send(request, attempt), {
      code: "ERR_OAUTH_RESPONSE",
      error: "use_dpop_nonce",
    });
    assert.deepEqual(nonces, used);
  });
}

test("send: a demand with the nonce that the proof already had is not met again", async () => {
  const dpop = await createDPoP();
  await dpop.learn(url, new Headers({ "dpop-nonce": "n-1" }));
  const { attempt, nonces } = answering([answerOf(400, "n-1", demand)]);
  await assert.rejects(dpop.send(request, attempt), { error: "use_dpop_nonce" });
  assert.deepEqual(nonces, ["n-1"]);
});

test("send: an answer whose body has not been read comes back, also when its demand could not be met", async () => {
  const dpop = await createDPoP();
  const headers = { "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "n-1" };
  let attempts = 0;
  const answer = await dpop.send(request, async () => {
    attempts += 1;
    return new Response(null, { status: 401, headers });
  });
  assert.deepEqual([answer.status, attempts], [401, 2]);
});

test("send: what an attempt throws is thrown, and the attempt not made again", async () => {
  let attempts = 0;
  const failing = async (): Promise<Answer> => {
    attempts += 1;
    throw new TypeError("no network");
  };
  await assert.rejects((await createDPoP()).send(request, failing), TypeError);
  assert.equal(attempts, 1);
});

test("nonces: those of one origin never go to another", async () => {
  const dpop = await createDPoP();
  await dpop.learn("https://id.example.com/token", new Headers({ "dpop-nonce": "id" }));
  for (const other of ["https://api.example.com/", "http://localhost/", "https://id.example.com:444/token"]) {
    const { attempt, nonces } = answering([answerOf(200)]);
    await dpop.send({ method: "GET", url: other }, attempt);
    assert.deepEqual(nonces, [undefined], other);
  }
});

test("nonces: a shared store may be asynchronous, and what it holds is not believed", async () => {
  const held = new Map([["https://id.example.com", "bad nonce\r\n"]]);
  const nonces: DPoPNonceStore = {
    get: async (origin) => held.get(origin),
    set: async (origin, nonce) => void held.set(origin, nonce),
  };
  const dpop = await createDPoP({ nonces });
  const { attempt, nonces: used } = answering([answerOf(200, "n-1"), answerOf(200)]);
  await dpop.send(request, attempt);
  await dpop.send(request, attempt);
  assert.deepEqual(used, [undefined, "n-1"]);
});

test("nonces: a store that fails costs no answer", async () => {
  const fail = (): never => {
    throw new Error("store is down");
  };
  const dpop = await createDPoP({ nonces: { get: fail, set: fail } });
  const { attempt, nonces } = answering([answerOf(400, "n-1", demand), answerOf(200)]);
  assert.equal((await dpop.send(request, attempt)).status, 200);
  assert.deepEqual(nonces, [undefined, "n-1"]);
});

test("nonces: what is no store is refused", async () => {
  const options: { readonly nonces: DPoPNonceStore } = Object({ nonces: new Set() });
  await assert.rejects(createDPoP(options), { code: "ERR_CONFIGURATION_OPTION", parameter: "nonces" });
});

test("algorithms: a server that does not announce the key's gets no proof (RFC 9449 §5.1)", async () => {
  const dpop = await createDPoP();
  const metadata = { dpop_signing_alg_values_supported: ["RS256", "EdDSA"] };
  await assert.rejects(dpop.createProof({ ...request, metadata }), {
    code: "ERR_CONFIGURATION_KEY",
    message: /ES256; the server accepts RS256, EdDSA/,
  });
  await assert.rejects(
    dpop.send({ ...request, metadata }, () => assert.fail("it was sent")),
    { code: "ERR_CONFIGURATION_KEY" },
  );
  assert.throws(() => dpop.bindAuthorization({ responseType: "code", metadata }), { code: "ERR_CONFIGURATION_KEY" });
  assert.ok(
    await dpop.createProof({ ...request, metadata: { dpop_signing_alg_values_supported: ["RS256", "ES256"] } }),
  );
});

test("bindAuthorization: codes are bound to the key, other responses have nothing to bind (RFC 9449 §10)", async () => {
  const dpop = await createDPoP();
  for (const responseType of ["code", "code id_token"])
    assert.deepEqual(dpop.bindAuthorization({ responseType }), { dpop_jkt: dpop.jkt });
  assert.deepEqual(dpop.bindAuthorization({ responseType: "id_token" }), {});
  assert.deepEqual(dpop.bindAuthorization({ responseType: "code", dpopJkt: dpop.jkt }), { dpop_jkt: dpop.jkt });
  assert.throws(() => dpop.bindAuthorization({ responseType: "code", dpopJkt: "other" }), { parameter: "dpop_jkt" });
});

test("bindAuthorization: no access token comes through the browser, unless bearer tokens are accepted (RFC 9449 §5)", async () => {
  for (const responseType of ["token", "code token", "code id_token token"]) {
    const dpop = await createDPoP();
    assert.throws(() => dpop.bindAuthorization({ responseType }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "response_type",
    });
    const accepting = await createDPoP({ acceptBearerTokens: true });
    assert.doesNotThrow(() => accepting.bindAuthorization({ responseType }));
  }
});

test("refuseBearer: a bearer token is a downgrade unless it was asked for (RFC 9449 §5)", async () => {
  const dpop = await createDPoP();
  for (const type of ["Bearer", "bearer", "BEARER"])
    assert.throws(() => dpop.refuseBearer(type, "token_endpoint"), {
      code: "ERR_VERIFICATION_TOKEN_BINDING",
      parameter: "token_type",
      endpoint: "token_endpoint",
    });
  assert.doesNotThrow(() => dpop.refuseBearer("DPoP", "token_endpoint"));
  const accepting = await createDPoP({ acceptBearerTokens: true });
  assert.doesNotThrow(() => accepting.refuseBearer("Bearer", "token_endpoint"));
  assert.deepEqual([dpop.tokenTypes, accepting.tokenTypes], [["dpop"], ["dpop", "bearer"]]);
});
