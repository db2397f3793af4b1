import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../../generated/messages/jws-header.ts";
import { decodeJwt } from "../../../src/jose/jwt.ts";
import { createStaticKeySource, type KeySource } from "../../../src/jose/key-source.ts";
import { checkJwsHeader, verifyJwt } from "../../../src/jose/verify-signature.ts";
import { base64url, generateTestKey, signClaims, signText } from "./signed-tokens.ts";

const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };

function source(...keys: readonly Jwk[]): KeySource {
  return createStaticKeySource({ keys });
}

for (const alg of ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]) {
  test(`verifies ${alg} with the issuer's key and refuses every change (RFC 7515 §5.2)`, async () => {
    const [key, stranger] = await Promise.all([generateTestKey(alg), generateTestKey(alg)]);
    const token = await signClaims({ sub: "user" }, key, { kid: "k1" });
    const jwk = { ...key.publicJwk, kid: "k1", alg, use: "sig" };
    const verified = await verifyJwt(decodeJwt(token, kind), { algorithms: [alg], keys: source(jwk) });
    assert.deepEqual(verified, { verified: true, header: { alg, kid: "k1" }, claims: { sub: "user" } });

    const [header = "", , signature = ""] = token.split(".");
    const forged = [
      `${header}.${base64url('{"sub":"admin"}')}.${signature}`,
      `${base64url(JSON.stringify({ alg, kid: "k1", typ: "JWT" }))}.${token.split(".")[1]}.${signature}`,
      `${header}.${token.split(".")[1]}.`,
      `${header}.${token.split(".")[1]}.${"A".repeat(signature.length - 1)}A`,
    ];
    for (const text of forged) {
      await assert.rejects(verifyJwt(decodeJwt(text, kind), { algorithms: [alg], keys: source(jwk) }), {
        code: "ERR_VERIFICATION_SIGNATURE",
      });
    }
    const wrong = { ...stranger.publicJwk, kid: "k1" };
    await assert.rejects(verifyJwt(decodeJwt(token, kind), { algorithms: [alg], keys: source(wrong) }), {
      code: "ERR_VERIFICATION_SIGNATURE",
      message: /signature of the ID token was not made with the issuer's key \(1 tried\) \(RFC 7515 §5\.2\)/,
    });
  });
}

test("tries up to four keys for a header without kid", async () => {
  const keys = await Promise.all([1, 2, 3].map(() => generateTestKey("ES256")));
  const jwks = source(...keys.map(({ publicJwk }) => publicJwk));
  for (const key of keys) {
    const jwt = decodeJwt(await signClaims({}, key), kind);
    assert.equal((await verifyJwt(jwt, { algorithms: ["ES256"], keys: jwks })).verified, true);
  }
  const strange = decodeJwt(await signClaims({}, await generateTestKey("ES256")), kind);
  await assert.rejects(verifyJwt(strange, { algorithms: ["ES256"], keys: jwks }), { message: /\(3 tried\)/ });
});

test("asks the key source once, with the header, after the header has been accepted", async () => {
  const asked: JwsHeader[] = [];
  const key = await generateTestKey("ES256");
  const keys: KeySource = {
    find: async (header) => {
      asked.push(header);
      return [key.publicJwk];
    },
  };
  await verifyJwt(decodeJwt(await signClaims({}, key), kind), { algorithms: ["ES256"], keys });
  assert.deepEqual(asked, [{ alg: "ES256" }]);
  await assert.rejects(verifyJwt(decodeJwt(await signClaims({}, key), kind), { algorithms: ["RS256"], keys }));
  assert.equal(asked.length, 1);
});

test("passes on what the key source throws", async () => {
  const failure = new Error("no network");
  const keys: KeySource = { find: () => Promise.reject(failure) };
  const jwt = decodeJwt(`${base64url('{"alg":"ES256"}')}.e30.c2ln`, kind);
  await assert.rejects(verifyJwt(jwt, { algorithms: ["ES256"], keys }), (error) => error === failure);
});

for (const alg of ["RS512", "none", "HS256", "EdDSA", "toString"]) {
  test(`refuses alg ${alg} where RS256 and ES256 are accepted (RFC 8725 §3.1)`, () => {
    const jwt = decodeJwt(`${base64url(JSON.stringify({ alg }))}.e30.c2ln`, kind);
    assert.throws(() => checkJwsHeader(jwt, ["RS256", "ES256"]), {
      code: "ERR_VERIFICATION_ALGORITHM",
      parameter: "alg",
      message: /accepted: RS256, ES256/,
    });
  });
}

test("refuses none and HMAC even when they are listed (RFC 8725 §2.1)", async () => {
  const { publicJwk } = await generateTestKey("RS256");
  const input = `${base64url('{"alg":"HS256"}')}.${base64url('{"sub":"admin"}')}`;
  const secret = Buffer.from(String(publicJwk.n), "base64url");
  const hmac = `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
  for (const token of [hmac, `${base64url('{"alg":"none"}')}.e30.`]) {
    await assert.rejects(
      verifyJwt(decodeJwt(token, kind), {
        algorithms: ["HS256", "none"],
        keys: { find: async () => [publicJwk, { kty: "oct", k: "AAAA" }] },
      }),
      { code: "ERR_VERIFICATION_ALGORITHM" },
    );
  }
});

for (const [title, header, parameter] of [
  ["an unknown extension", '{"alg":"ES256","crit":["x"],"x":1}', "crit"],
  ["b64 false", '{"alg":"ES256","crit":["b64"],"b64":false}', "crit"],
  ["b64 true", '{"alg":"ES256","crit":["b64"],"b64":true}', "crit"],
] as const) {
  test(`refuses crit with ${title}, though the signature is good (RFC 7515 §4.1.11)`, async () => {
    const key = await generateTestKey("ES256");
    const jwt = decodeJwt(await signText(header, "{}", key), kind);
    await assert.rejects(verifyJwt(jwt, { algorithms: ["ES256"], keys: source(key.publicJwk) }), {
      code: "ERR_VERIFICATION_CRITICAL_HEADER",
      parameter,
    });
  });
}

test("refuses b64 false without crit (RFC 7797 §7)", () => {
  const jwt = decodeJwt(`${base64url('{"alg":"ES256"}')}.e30.c2ln`, kind);
  assert.throws(() => checkJwsHeader({ ...jwt, header: { alg: "ES256", b64: false } }, ["ES256"]), {
    code: "ERR_VERIFICATION_CRITICAL_HEADER",
    parameter: "b64",
    message: /RFC 7797 §7/,
  });
});

test("never uses a key that the header carries (RFC 8725 §3.10)", async () => {
  const [issuer, attacker] = await Promise.all([generateTestKey("ES256"), generateTestKey("ES256")]);
  const token = await signClaims({ sub: "admin" }, attacker, { jwk: attacker.publicJwk });
  await assert.rejects(verifyJwt(decodeJwt(token, kind), { algorithms: ["ES256"], keys: source(issuer.publicJwk) }), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
});

test("refuses a key made for another algorithm of the same type (RFC 8725 §3.1)", async () => {
  const key = await generateTestKey("RS256");
  const ps256 = { ...key.publicJwk, alg: "PS256" };
  const jwt = decodeJwt(await signClaims({}, key), kind);
  await assert.rejects(verifyJwt(jwt, { algorithms: ["RS256", "PS256"], keys: source(ps256) }), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
  });
});

/** A source with an old set and a new one, which counts how often it is asked to refresh. */
function rotating(before: readonly Jwk[], later: () => Promise<readonly Jwk[]>) {
  const asked = { refresh: 0 };
  const keys: KeySource = {
    find: async () => before,
    refresh: () => {
      asked.refresh += 1;
      return later();
    },
  };
  return { keys, asked };
}

for (const [title, kid] of [
  ["without kid", undefined],
  ["under the same kid", "k1"],
] as const) {
  test(`finds a key that was replaced ${title} by one refresh (OpenID Connect Core §10.1.1)`, async () => {
    const [old, next] = await Promise.all([generateTestKey("ES256", { kid }), generateTestKey("ES256", { kid })]);
    const { keys, asked } = rotating([old.publicJwk], async () => [next.publicJwk]);
    const jwt = decodeJwt(await signClaims({ sub: "user" }, next, { kid }), kind);
    assert.deepEqual((await verifyJwt(jwt, { algorithms: ["ES256"], keys })).claims, { sub: "user" });
    assert.equal(asked.refresh, 1);
    const honest = decodeJwt(await signClaims({}, old, { kid }), kind);
    await verifyJwt(honest, { algorithms: ["ES256"], keys });
    assert.equal(asked.refresh, 1);
  });
}

for (const [title, change, code] of [
  ["fits", { use: "enc" }, "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["is strong enough", { kty: "RSA", n: `-${"A".repeat(170)}`, e: "AQAB" }, "ERR_VERIFICATION_KEY_WEAK"],
] as const) {
  test(`refreshes once when no key ${title}, and tells what the new set lacks`, async () => {
    const key = await generateTestKey("RS256");
    const unfit = { ...key.publicJwk, ...change };
    const jwt = decodeJwt(await signClaims({}, key), kind);
    const good = rotating([unfit], async () => [key.publicJwk]);
    assert.equal((await verifyJwt(jwt, { algorithms: ["RS256"], keys: good.keys })).verified, true);
    const bad = rotating([], async () => [unfit]);
    await assert.rejects(verifyJwt(jwt, { algorithms: ["RS256"], keys: bad.keys }), { code });
    assert.deepEqual([good.asked.refresh, bad.asked.refresh], [1, 1]);
  });
}

test("tries no set twice: the array of before is not another set", async () => {
  const [key, stranger] = await Promise.all([generateTestKey("ES256"), generateTestKey("ES256")]);
  let looked = 0;
  const watched = new Proxy([key.publicJwk], {
    get(target, name, receiver) {
      if (name === Symbol.iterator) looked += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  const { keys, asked } = rotating(watched, async () => watched);
  await assert.rejects(verifyJwt(decodeJwt(await signClaims({}, stranger), kind), { algorithms: ["ES256"], keys }), {
    code: "ERR_VERIFICATION_SIGNATURE",
  });
  assert.deepEqual([asked.refresh, looked], [1, 1]);
});

test("asks for no newer set on behalf of a header that is refused, and passes on what a refresh throws", async () => {
  const [key, stranger] = await Promise.all([generateTestKey("ES256"), generateTestKey("ES256")]);
  const failure = new Error("no network");
  const { keys, asked } = rotating([key.publicJwk], () => Promise.reject(failure));
  const jwt = decodeJwt(await signClaims({}, stranger), kind);
  await assert.rejects(verifyJwt(jwt, { algorithms: ["RS256"], keys }), { code: "ERR_VERIFICATION_ALGORITHM" });
  assert.equal(asked.refresh, 0);
  await assert.rejects(verifyJwt(jwt, { algorithms: ["ES256"], keys }), (error) => error === failure);
});

test("hands the caller's signal to the key source, both times", async () => {
  const [key, stranger] = await Promise.all([generateTestKey("ES256"), generateTestKey("ES256")]);
  const { signal } = new AbortController();
  const seen: (AbortSignal | undefined)[] = [];
  const keys: KeySource = {
    async find(_header, given) {
      seen.push(given);
      return [stranger.publicJwk];
    },
    async refresh(given) {
      seen.push(given);
      return [key.publicJwk];
    },
  };
  await verifyJwt(decodeJwt(await signClaims({}, key), kind), { algorithms: ["ES256"], keys, signal });
  assert.deepEqual(
    seen.map((given) => given === signal),
    [true, true],
  );
});
