import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { test } from "node:test";
import { type JWK, SignJWT } from "jose";
import { createProvider } from "../../src/provider/create-provider.ts";
import {
  createFaultsDriver,
  type FaultsDriver,
  makeDriverKey,
  type SceneAnswer,
  webBasic,
} from "../fixtures/provider/faults-driver.ts";
import { issuer, sceneOptions } from "../fixtures/provider/faults-scene.ts";

interface Proving {
  readonly driver: FaultsDriver;
  /** A nonce that is good now. */
  readonly nonce: string;
  readonly prove: (changes?: ProofChanges) => Promise<string>;
  /** Asks for a token with what is given as the field. */
  readonly ask: (proof: string) => Promise<SceneAnswer>;
  readonly advance: (seconds: number) => void;
}

interface ProofChanges {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly jwk?: JWK;
}

async function open(): Promise<Proving> {
  const key = await makeDriverKey();
  let nowMs = Date.now();
  const provider = createProvider({ ...sceneOptions(key.publicJwk), clock: () => nowMs });
  const driver = createFaultsDriver([(request) => provider.fetch(request)], key);
  const ask = (proof: string) =>
    driver.post("/token", { grant_type: "client_credentials" }, { ...webBasic, dpop: proof });
  const prove = ({ claims = {}, header = {}, jwk = key.publicJwk }: ProofChanges = {}): Promise<string> =>
    new SignJWT({
      jti: randomUUID(),
      htm: "POST",
      htu: `${issuer}/token`,
      iat: Math.floor(nowMs / 1000),
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk, ...header })
      .sign(key.privateKey);
  const nonce = (await ask(await prove())).headers.get("dpop-nonce") ?? "";
  const advance = (seconds: number): void => {
    nowMs += seconds * 1000;
  };
  return { driver, nonce, prove, ask, advance };
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

for (const [title, change] of [
  ["for another method", () => ({ claims: { htm: "GET" } })],
  ["for another URL", () => ({ claims: { htu: `${issuer}/par` } })],
  ["for another host", () => ({ claims: { htu: "https://evil.example/token" } })],
  ["of 301 seconds ago", () => ({ claims: { iat: nowSeconds() - 301 } })],
  ["from 301 seconds ahead", () => ({ claims: { iat: nowSeconds() + 301 } })],
  ["without an identifier", () => ({ claims: { jti: undefined } })],
  ["of another type", () => ({ header: { typ: "JWT" } })],
] as const)
  test(`faults: a DPoP proof ${title} is refused with 400 (RFC 9449 §4.3)`, async () => {
    const { nonce, prove, ask } = await open();
    const { claims, header }: ProofChanges = change();
    const answer = await ask(
      await prove({ claims: { nonce, ...claims }, ...(header === undefined ? {} : { header }) }),
    );
    assert.deepEqual([answer.status, answer.body.error], [400, "invalid_dpop_proof"], answer.text);
  });

test("faults: a DPoP proof with alg none, with a symmetric one, with a private key inside, or two of them are refused (RFC 9449 §4.3)", async () => {
  const { nonce, prove, ask } = await open();
  const good = await prove({ claims: { nonce } });
  const [head = "", body = "", signature = ""] = good.split(".");
  const withHead = (change: object): string => {
    const header = { ...JSON.parse(Buffer.from(head, "base64url").toString()), ...change };
    return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${body}.${signature}`;
  };
  const { jwk } = JSON.parse(Buffer.from(head, "base64url").toString());
  const proofs = [
    withHead({ alg: "none" }),
    withHead({ alg: "HS256" }),
    await prove({ claims: { nonce }, jwk: { ...jwk, d: "AAAA" } }),
    `${good}, ${await prove({ claims: { nonce } })}`,
    `${head}.${body}.`,
    "",
  ];
  for (const proof of proofs) {
    const answer = await ask(proof);
    assert.deepEqual([answer.status, answer.body.error], [400, "invalid_dpop_proof"], proof.slice(0, 40));
  }
  assert.equal((await ask(good)).status, 200, "what was refused has used nothing up");
});

test("faults: the identifier of a DPoP proof is good once for a key, and counts for each key by itself (RFC 9449 §11.1)", async () => {
  const { nonce, prove, ask, driver } = await open();
  const jti = randomUUID();
  assert.equal((await ask(await prove({ claims: { nonce, jti } }))).status, 200);
  const again = await ask(await prove({ claims: { nonce, jti } }));
  assert.deepEqual([again.status, again.body.error], [400, "invalid_dpop_proof"]);
  const other = await makeDriverKey();
  const proof = await new SignJWT({ jti, htm: "POST", htu: `${issuer}/token`, iat: nowSeconds(), nonce })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: other.publicJwk })
    .sign(other.privateKey);
  const form = { grant_type: "client_credentials" };
  assert.equal((await driver.post("/token", form, { ...webBasic, dpop: proof })).status, 200);
});

test("faults: a DPoP proof that was shown once stays used for as long as it could be good (RFC 9449 §11.1)", async () => {
  const { nonce, prove, ask, advance } = await open();
  const proof = await prove({ claims: { nonce, iat: nowSeconds() + 5 } });
  assert.equal((await ask(proof)).status, 200);
  for (const seconds of [3, 20, 30, 300]) {
    advance(seconds);
    const answer = await ask(proof);
    assert.ok(answer.status === 400, `${seconds}: ${answer.status}`);
    assert.ok(["invalid_dpop_proof", "use_dpop_nonce"].includes(String(answer.body.error)));
  }
});

test("faults: a client that never takes the nonce is told so each time, and gets nothing (RFC 9449 §8)", async () => {
  const { prove, ask } = await open();
  for (let count = 0; count < 5; count += 1) {
    const answer = await ask(await prove({ claims: { nonce: "made-up" } }));
    assert.deepEqual([answer.status, answer.body.error], [400, "use_dpop_nonce"]);
    assert.ok((answer.headers.get("dpop-nonce") ?? "").length > 10);
  }
});

test("faults: at a resource, a DPoP proof without ath, with that of another token, and twice gets 401 (RFC 9449 §7.1)", async () => {
  const { driver, nonce, prove } = await open();
  const code = await driver.code();
  const form = {
    grant_type: "authorization_code",
    client_id: "spa",
    redirect_uri: "https://app.example.com/callback",
    code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    code,
  };
  const { body } = await driver.post("/token", form, { dpop: await prove({ claims: { nonce } }) });
  assert.equal(body.token_type, "DPoP");
  const token = String(body.access_token);
  const ath = (text: string): string => createHash("sha256").update(text).digest("base64url");
  const use = (proof: string) => driver.get("/userinfo", { authorization: `DPoP ${token}`, dpop: proof });
  const at = { htm: "GET", htu: `${issuer}/userinfo`, nonce };
  for (const claims of [at, { ...at, ath: ath("another") }, { ...at, ath: ath(token), htm: "POST" }]) {
    const answer = await use(await prove({ claims }));
    assert.equal(answer.status, 401, JSON.stringify(claims));
    assert.match(answer.headers.get("www-authenticate") ?? "", /DPoP .*error="invalid_dpop_proof"/);
  }
  const proof = await prove({ claims: { ...at, ath: ath(token) } });
  assert.equal((await use(proof)).status, 200);
  assert.equal((await use(proof)).status, 401);
  assert.equal((await driver.get("/userinfo", { authorization: `Bearer ${token}` })).status, 401);
});
