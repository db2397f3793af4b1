import assert from "node:assert/strict";
import { test } from "node:test";
import { customFetch, DPoP, protectedResourceRequest } from "oauth4webapi";
import { createDPoPNonces } from "../../../src/dpop/proof-nonce.ts";
import type { DPoPProofExpectations } from "../../../src/dpop/proof-policy.ts";
import { readDPoPProof, verifyDPoPProof } from "../../../src/dpop/verify-proof.ts";
import { isVerificationError } from "../../../src/errors/families.ts";
import { createReplayStore } from "../../../src/util/replay-store.ts";
import { assertNoSecret, assertRefused } from "../../fixtures/refusals.ts";
import { signText, type TestKey } from "../jose/signed-tokens.ts";
import { accessToken, ath, createKey, makeProof, now, nowMs, thumbprintOf, url } from "./proofs.ts";

const keys = createKey();

function expecting(members: Partial<DPoPProofExpectations> = {}): DPoPProofExpectations {
  return { method: "GET", url, replayStore: "none", clock: () => nowMs, ...members };
}

interface Case {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly expect?: Partial<DPoPProofExpectations>;
  readonly key?: TestKey;
}

async function verify({ claims, header, expect, key }: Case): Promise<string> {
  const proof = await makeProof(key ?? (await keys), claims, header);
  return (await verifyDPoPProof(proof, expecting(expect))).jkt;
}

async function assertProofRefused(
  call: Promise<unknown>,
  parameter: string | undefined,
  cause?: string,
): Promise<void> {
  const error = await assertRefused(call, "VerificationError", "ERR_VERIFICATION_DPOP_PROOF");
  assert.ok(isVerificationError(error));
  assert.equal(error.parameter, parameter);
  if (cause !== undefined)
    assert.ok(error.cause instanceof Error && "code" in error.cause && error.cause.code === cause, String(error.cause));
}

test("DPoP proof: a good one is accepted and tells its key and claims, frozen (RFC 9449 §4.3)", async () => {
  const key = await keys;
  const proof = await makeProof(key, { ath, own: 1 });
  const verified = await verifyDPoPProof(proof, expecting({ accessToken }));
  assert.equal(verified.jkt, await thumbprintOf(key));
  assert.equal(verified.claims.own, 1);
  assert.deepEqual(Object.keys(verified.publicJwk).sort(), ["crv", "kty", "x", "y"]);
  assert.ok(Object.isFrozen(verified) && Object.isFrozen(verified.claims) && Object.isFrozen(verified.publicJwk));
  assert.equal(verified.newNonce, undefined);
});

test("DPoP proof: every asymmetric algorithm is accepted, and only those of the list (RFC 9449 §4.3)", async () => {
  for (const alg of ["ES256", "ES384", "PS256", "RS256", "Ed25519"]) {
    const key = await createKey(alg);
    assert.equal(await verify({ key }), await thumbprintOf(key), alg);
  }
  await verify({ expect: { algorithms: ["PS256", "ES256"] } });
  await assertProofRefused(verify({ expect: { algorithms: ["PS256", "ES384"] } }), "alg", "ERR_VERIFICATION_ALGORITHM");
});

test("DPoP proof: a proof of oauth4webapi is accepted", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const dpop = DPoP({}, pair);
  const request = new Request(`${url}?page=2`);
  let seen: string | null = null;
  await protectedResourceRequest(accessToken, "GET", new URL(request.url), new Headers(), null, {
    DPoP: dpop,
    [customFetch]: async (_url, { headers }) => {
      seen = new Headers(headers).get("dpop");
      return new Response();
    },
  });
  const verified = await verifyDPoPProof(seen ?? "", expecting({ url: request.url, accessToken, clock: Date.now }));
  assert.equal(verified.jkt, await dpop.calculateThumbprint());
});

// Step 1.
test("DPoP proof: a request has exactly one (RFC 9449 §4.3)", async () => {
  assert.equal(readDPoPProof(new Headers({ dpop: "a.b.c" })), "a.b.c");
  assert.equal(readDPoPProof({ DPoP: ["a.b.c"] }), "a.b.c");
  assert.equal(readDPoPProof({}), undefined);
  const two = new Headers({ dpop: "a.b.c" });
  two.append("dpop", "d.e.f");
  for (const headers of [two, { dpop: ["a.b.c", "d.e.f"] }, { dpop: "a.b.c, d.e.f" }, { dpop: "a", DPoP: "b" }])
    await assertProofRefused((async () => readDPoPProof(headers))(), "DPoP");
  await assertProofRefused(verifyDPoPProof(undefined, expecting()), "DPoP");
});

// Step 2.
test("DPoP proof: what is no well-formed JWT is refused (RFC 9449 §4.3)", async () => {
  const proof = await makeProof(await keys);
  for (const broken of ["", "a", "a.b", `${proof}.x`, `${proof}=`, ` ${proof}`])
    await assertProofRefused(verifyDPoPProof(broken, expecting()), undefined, "ERR_VALIDATION_JWT");
  await assertProofRefused(verifyDPoPProof("a.".repeat(4097), expecting()), "DPoP");
  await assertProofRefused(verifyDPoPProof("a.b.c.d.e", expecting()), undefined, "ERR_VERIFICATION_JWT_ENCRYPTED");
  const doubled = '{"jti":"a","jti":"b","htm":"GET"}';
  const header = JSON.stringify({ alg: "ES256", typ: "dpop+jwt", jwk: (await keys).publicJwk });
  const twice = await signText(header, doubled, await keys);
  await assertProofRefused(verifyDPoPProof(twice, expecting()), undefined, "ERR_VALIDATION_JWT");
});

// Step 3.
test("DPoP proof: jti, htm, htu and iat are required and have their shape (RFC 9449 §4.2)", async () => {
  await verify({});
  for (const claims of [
    { jti: undefined },
    { jti: "" },
    { jti: 1 },
    { htm: undefined },
    { htu: undefined },
    { htu: "/orders" },
    { iat: undefined },
    { iat: String(now) },
    { ath: "short" },
    { nonce: "a b" },
  ])
    await assertProofRefused(verify({ claims }), undefined, "ERR_VALIDATION_CLAIMS");
});

// Step 4.
test("DPoP proof: typ is dpop+jwt (RFC 9449 §4.3)", async () => {
  await verify({ header: { typ: "application/dpop+jwt" } });
  for (const typ of ["jwt", "at+jwt", undefined])
    await assertProofRefused(verify({ header: { typ } }), "typ", "ERR_VERIFICATION_JWT_TYPE");
});

// Step 5.
test("DPoP proof: symmetric algorithms, none and critical extensions are refused (RFC 9449 §4.3)", async () => {
  for (const alg of ["none", "HS256"])
    await assertProofRefused(verify({ header: { alg } }), undefined, "ERR_VALIDATION_JWT");
  await assertProofRefused(verify({ header: { crit: ["exp"], exp: now } }), "crit", "ERR_VERIFICATION_CRITICAL_HEADER");
});

// Steps 6 and 7.
test("DPoP proof: the key is public, fits the algorithm, is strong, and made the signature (RFC 9449 §4.3)", async () => {
  const { publicJwk, privateJwk } = await keys;
  await verify({ header: { kid: "other", jwk: { ...publicJwk, kid: "one", alg: "ES256", use: "sig", key_ops: [] } } });
  const { kty, n } = (await createKey("RS256")).publicJwk;
  const rsa = { kty, n };
  const other = (await createKey()).publicJwk;
  const cases: readonly (readonly [jwk: unknown, cause: string, parameter?: string])[] = [
    [undefined, "ERR_VALIDATION_JWT"],
    ["text", "ERR_VALIDATION_JWT"],
    [privateJwk, "ERR_VALIDATION_JWT"],
    [{ ...publicJwk, p: "AQAB" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, kty: "RSA" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, crv: "P-384" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, alg: "ES384" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, alg: 1 }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, use: "enc" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, x: "AAAA" }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [{ ...publicJwk, x: publicJwk.y }, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [rsa, "ERR_VERIFICATION_KEY_NOT_FOUND", "jwk"],
    [other, "ERR_VERIFICATION_SIGNATURE"],
  ];
  for (const [jwk, cause, parameter] of cases) await assertProofRefused(verify({ header: { jwk } }), parameter, cause);
});

test("DPoP proof: an RSA key under 2048 bits is too weak (RFC 7518 §3.3)", async () => {
  const pair = await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  );
  const { kty = "", n = "", e = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const publicJwk = { kty, n, e };
  const key = { alg: "RS256", privateKey: pair.privateKey, publicJwk, privateJwk: publicJwk };
  await assertProofRefused(verify({ key }), "jwk", "ERR_VERIFICATION_KEY_WEAK");
});

// Step 8.
test("DPoP proof: htm is the method, case counts (RFC 9449 §4.3)", async () => {
  await verify({ claims: { htm: "POST" }, expect: { method: "POST" } });
  for (const htm of ["POST", "get"]) await assertProofRefused(verify({ claims: { htm } }), "htm");
});

// Step 9.
test("DPoP proof: htu is the URL in any of its spellings, query and fragment apart (RFC 9449 §4.3)", async () => {
  await verify({ claims: { htu: "HTTPS://API.example.com:443/a/../%6Frders" }, expect: { url: `${url}?page=2#part` } });
  for (const htu of [
    "http://api.example.com/orders",
    "https://api.example.com:8443/orders",
    "https://api.example.org/orders",
    "https://api.example.com/Orders",
    "https://api.example.com/orders/",
    "https://api.example.com/",
  ])
    await assertProofRefused(verify({ claims: { htu } }), "htu");
});

// Step 10.
test("DPoP proof: where nonces are demanded, the proof has a good one (RFC 9449 §8)", async () => {
  let time = nowMs;
  const nonces = createDPoPNonces({ lifetimeSeconds: 60, clock: () => time });
  const nonce = await nonces.issue();
  await verify({ claims: { nonce }, expect: { nonces } });
  await verify({ claims: { nonce: "unasked" } });
  for (const claims of [{}, { nonce: "other" }]) {
    const error = await assertRefused(
      verify({ claims, expect: { nonces } }),
      "VerificationError",
      "ERR_VERIFICATION_DPOP_NONCE",
    );
    assert.ok(isVerificationError(error) && error.parameter === "nonce");
  }
  time += 60_000;
  const proof = await makeProof(await keys, { nonce });
  const { newNonce } = await verifyDPoPProof(proof, expecting({ nonces }));
  assert.equal(newNonce, await nonces.issue());
  assert.notEqual(newNonce, nonce);
});

// Step 11.
test("DPoP proof: iat is at most a minute old and ten seconds ahead, or what the caller says (RFC 9449 §4.3)", async () => {
  for (const iat of [now - 60, now, now + 10]) await verify({ claims: { iat } });
  for (const iat of [now - 61, now + 11, now - 1e9]) await assertProofRefused(verify({ claims: { iat } }), "iat");
  const expect = { maxAgeSeconds: 5, maxFutureSeconds: 0 };
  for (const iat of [now - 5, now]) await verify({ claims: { iat }, expect });
  for (const iat of [now - 6, now + 1]) await assertProofRefused(verify({ claims: { iat }, expect }), "iat");
});

test("DPoP proof: a nonce tells the time in place of iat only where the caller says so (RFC 9449 §11.1)", async () => {
  const nonces = createDPoPNonces({ clock: () => nowMs });
  const claims = { nonce: await nonces.issue(), iat: now - 4000 };
  await verify({ claims, expect: { nonces, nonceTellsTime: true } });
  await assertProofRefused(verify({ claims, expect: { nonces } }), "iat");
  await assertProofRefused(verify({ claims, expect: { nonceTellsTime: true } }), "iat");
});

// Step 12.
test("DPoP proof: ath is the digest of the access token that came with it (RFC 9449 §4.3)", async () => {
  await verify({ claims: { ath }, expect: { accessToken } });
  await verify({ claims: { ath } });
  await assertProofRefused(verify({ expect: { accessToken } }), "ath");
  await assertProofRefused(verify({ claims: { ath }, expect: { accessToken: `${accessToken}x` } }), "ath");
});

test("DPoP proof: the key is the one that the token is bound to (RFC 9449 §4.3)", async () => {
  const jkt = await thumbprintOf(await keys);
  assert.equal(await verify({ expect: { jkt } }), jkt);
  const other = await thumbprintOf(await createKey());
  const call = verify({ expect: { jkt: other } });
  const error = await assertRefused(call, "VerificationError", "ERR_VERIFICATION_TOKEN_BINDING");
  assert.ok(isVerificationError(error) && error.parameter === "jkt");
});

test("DPoP proof: one is used once, and another jti or key makes another (RFC 9449 §11.1)", async () => {
  const replayStore = createReplayStore({ clock: () => nowMs });
  const proof = await makeProof(await keys, { jti: "one" });
  await verifyDPoPProof(proof, expecting({ replayStore }));
  await assertProofRefused(verifyDPoPProof(proof, expecting({ replayStore })), "jti");
  await assertProofRefused(verify({ claims: { jti: "one" }, expect: { replayStore } }), "jti");
  await verify({ claims: { jti: "two" }, expect: { replayStore } });
  await verify({ claims: { jti: "one" }, expect: { replayStore }, key: await createKey() });
  await verifyDPoPProof(proof, expecting());
});

test("DPoP proof: the store gets a digest, and a time after which no such proof is accepted", async () => {
  const claimed: (readonly [string, number])[] = [];
  const replayStore = {
    claim: async (key: string, expiresAtMs: number) => {
      claimed.push([key, expiresAtMs]);
      return true;
    },
  };
  await verify({ claims: { jti: "x".repeat(1000), iat: now + 10 }, expect: { replayStore, maxAgeSeconds: 30 } });
  const nonces = createDPoPNonces({ lifetimeSeconds: 100, clock: () => nowMs });
  const nonce = await nonces.issue();
  await verify({ claims: { nonce, iat: 1 }, expect: { replayStore, nonces, nonceTellsTime: true } });
  // Where the nonce does not tell the time, or there is none, iat does.
  await verify({ claims: { nonce, iat: now - 5 }, expect: { replayStore, nonces, maxAgeSeconds: 30 } });
  await verify({ claims: { iat: now - 5 }, expect: { replayStore, nonceTellsTime: true, maxAgeSeconds: 30 } });
  assert.match(claimed[0]?.[0] ?? "", /^dpop [\w-]{43}$/);
  assert.deepEqual(
    claimed.map(([, time]) => time - nowMs),
    [41_000, 301_000, 26_000, 26_000],
  );
});

test("DPoP proof: one that is refused uses nothing up", async () => {
  const replayStore = createReplayStore({ clock: () => nowMs });
  const jkt = await thumbprintOf(await createKey());
  const proof = await makeProof(await keys);
  await assert.rejects(verifyDPoPProof(proof, expecting({ replayStore, jkt })));
  await verifyDPoPProof(proof, expecting({ replayStore }));
});

test("DPoP proof: a store that fails lets nothing pass, and its error comes through", async () => {
  const failure = new Error("no connection");
  const broken = { claim: () => Promise.reject(failure) };
  await assert.rejects(verify({ expect: { replayStore: broken } }), failure);
  // @ts-expect-error: a store that answers with something else than true or false
  await assertProofRefused(verify({ expect: { replayStore: { claim: async () => "OK" } } }), "jti");
});

test("DPoP proof: expectations that would let every proof pass are refused", async () => {
  const proof = await makeProof(await keys);
  const cases: readonly (readonly [parameter: string, value: unknown])[] = [
    ["method", ""],
    ["method", undefined],
    ["url", "/orders"],
    ["url", undefined],
    ["url", "https://user@api.example.com/orders"],
    ["accessToken", ""],
    ["jkt", 1],
    ["algorithms", ["HS256"]],
    ["algorithms", ["ES256", "HS256"]],
    ["algorithms", []],
    ["algorithms", "ES256"],
    ["replayStore", undefined],
    ["replayStore", {}],
    ["nonces", {}],
    ["maxAgeSeconds", Number.NaN],
    ["maxAgeSeconds", 0],
    ["maxAgeSeconds", 3601],
    ["maxFutureSeconds", -1],
    ["maxFutureSeconds", Infinity],
    ["clock", () => Number.NaN],
  ];
  for (const [parameter, value] of cases) {
    const call: Promise<unknown> = Reflect.apply(verifyDPoPProof, undefined, [
      proof,
      { ...expecting(), [parameter]: value },
    ]);
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof Error && "parameter" in error && "code" in error);
      assert.deepEqual([error.code, error.parameter], ["ERR_CONFIGURATION_OPTION", parameter]);
      assertNoSecret(error);
      return true;
    });
  }
});
