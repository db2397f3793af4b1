import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { verifyDPoPProof } from "../../src/dpop/verify-proof.ts";
import { verifySoftwareStatement } from "../../src/endpoints/software-statement.ts";
import { verifyExpectedIdToken } from "../../src/id-token/verify-id-token.ts";
import { verifyLogoutToken } from "../../src/id-token/verify-logout-token.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { createIssuerTemplate } from "../../src/jwt-profiles/issuer-template.ts";
import { verifyClientAssertion } from "../../src/jwt-profiles/verify-client-assertion.ts";
import { verifyRequestObject } from "../../src/jwt-profiles/verify-request-object.ts";
import { createAccessTokenVerifier } from "../../src/resource-server/create-verifier.ts";
import { createReplayStore } from "../../src/util/replay-store.ts";
import { base64url, generateTestKey, signClaims } from "../unit/jose/signed-tokens.ts";
import { readForeign } from "./foreign.ts";

type Claims = Readonly<Record<string, unknown>>;

/** One kind of token: what a good one says, who signs it, and who verifies it. */
interface Kind {
  readonly name: string;
  readonly claims: Claims;
  readonly sign: (claims: Claims) => Promise<string>;
  /** Remembers nothing of an earlier call, so that no refusal is one of a token used twice. */
  readonly verify: (token: string) => unknown;
  /** Claims that say who a token is of, for and about: with any other value it is refused, whoever signed it. */
  readonly exact: readonly string[];
  /** The one of them that may be left out. */
  readonly optional?: string;
}

const now = 1_800_000_000;
const clock = (): number => now * 1000;
const issuer = "https://id.example.com";
const secret = "client-secret-of-thirty-two-octets";
const template = "https://login.example.com/{tenantid}/v2.0";
const tenants = ["a", "contoso.example"];
const key = await generateTestKey("ES256", { kid: "one" });
const keys = createStaticKeySource({ keys: [key.publicJwk] });
const times = { iat: now, exp: now + 60 };
const assertion = { ...times, iss: "client-1", sub: "client-1", aud: issuer, jti: "j-1" };
const received = { issuer, clientId: "client-1", clock };
const expected = { ...received, keys, algorithms: ["ES256"] };
const ofTenants = createAccessTokenVerifier({ issuer: template, tenants, audience: "api", keys, clock });
const request = { method: "GET", url: "https://api.example.com/orders" };
const tenantClaims = { ...times, iss: "https://login.example.com/a/v2.0", tid: "a", sub: "user-1" };

const kinds: readonly Kind[] = [
  {
    name: "verifyClientAssertion by key",
    claims: assertion,
    sign: signAs("client-authentication+jwt"),
    verify: (token) =>
      verifyClientAssertion(token, {
        ...received,
        replayStore: createReplayStore({ clock }),
        credential: { method: "private_key_jwt", keys },
      }),
    exact: ["iss", "sub", "aud"],
  },
  {
    name: "verifyClientAssertion by secret",
    claims: assertion,
    sign: async (claims) => {
      const input = `${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify(claims))}`;
      return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
    },
    verify: (token) =>
      verifyClientAssertion(token, {
        ...received,
        replayStore: createReplayStore({ clock }),
        credential: { method: "client_secret_jwt", secret },
      }),
    exact: ["iss", "sub", "aud"],
  },
  {
    name: "verifyRequestObject",
    claims: { ...times, iss: "client-1", client_id: "client-1", aud: issuer, response_type: "code", scope: "openid" },
    sign: signAs("oauth-authz-req+jwt"),
    verify: (token) => verifyRequestObject(token, { ...received, keys }),
    exact: ["iss", "client_id", "aud"],
  },
  {
    name: "verifyExpectedIdToken",
    claims: { ...times, iss: issuer, aud: "client-1", sub: "user-1", nonce: "n-1" },
    sign: signAs("JWT"),
    verify: (token) => verifyExpectedIdToken(token, { ...expected, nonce: "n-1", receivedFrom: "token_endpoint" }),
    exact: ["iss", "aud", "nonce"],
  },
  {
    name: "verifyExpectedIdToken of tenants",
    claims: { ...tenantClaims, aud: "client-1" },
    sign: signAs("JWT"),
    verify: (token) =>
      verifyExpectedIdToken(token, {
        ...expected,
        nonce: undefined,
        receivedFrom: "token_endpoint",
        issuer: template,
        issuerTemplate: createIssuerTemplate({ template, tenants }),
      }),
    exact: ["iss", "tid", "aud"],
  },
  {
    name: "verifyLogoutToken",
    claims: {
      ...times,
      iss: issuer,
      aud: "client-1",
      sub: "user-1",
      jti: "j-1",
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    },
    sign: signAs("logout+jwt"),
    verify: (token) => verifyLogoutToken(token, expected),
    exact: ["iss", "aud"],
  },
  {
    name: "verifySoftwareStatement",
    claims: { ...times, iss: issuer, aud: "client-1", client_name: "Example" },
    sign: signAs(undefined),
    verify: (token) => verifySoftwareStatement(token, { ...expected, audience: "client-1" }),
    exact: ["iss", "aud"],
    optional: "aud",
  },
  {
    name: "verifyDPoPProof",
    claims: { jti: "j-1", htm: request.method, htu: request.url, iat: now },
    sign: (claims) => signClaims(claims, key, { typ: "dpop+jwt", jwk: key.publicJwk }),
    verify: (token) => verifyDPoPProof(token, { ...request, replayStore: "none", clock }),
    exact: ["htm"],
  },
  {
    name: "createAccessTokenVerifier of tenants",
    claims: { ...tenantClaims, aud: "api", client_id: "client-1", jti: "j-1" },
    sign: signAs("at+jwt"),
    verify: (token) => ofTenants.verify(token),
    exact: ["iss", "tid", "aud"],
  },
];

for (const { name, claims, sign, verify, exact, optional } of kinds) {
  test(`${name}: a token with any one character changed, removed or added is refused`, async () => {
    const token = await sign(claims);
    await verify(token);
    const letter = fc.stringMatching(/^[A-Za-z0-9_.=+/\n -]$/);
    const how = fc.constantFrom("change", "remove", "add");
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), letter, how, async (at, one, change) => {
        const rest = token.slice(change === "add" ? at : at + 1);
        const changed = `${token.slice(0, at)}${change === "remove" ? "" : one}${rest}`;
        fc.pre(changed !== token);
        assert.equal(await readForeign(() => verify(changed)), "refused");
      }),
      { numRuns: 300 },
    );
  });

  test(`${name}: parts of two good tokens make no third one`, async () => {
    const one = (await sign(claims)).split(".");
    const other = (await sign({ ...claims, iat: now - 1 })).split(".");
    const pick = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(pick, async (from) => {
        const token = from.map((isOne, part) => (isOne ? one : other)[part]).join(".");
        const isWhole = from[1] === from[2];
        assert.equal(await readForeign(() => verify(token)), isWhole ? "accepted" : "refused");
      }),
      { numRuns: 50 },
    );
  });

  test(`${name}: with the right signature, any other ${exact.join(", ")} is refused`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...exact), fc.nat(), otherValue, async (claim, at, { text, value }) => {
        const good = String(claims[claim]);
        const spelt =
          text === undefined
            ? value
            : `${good.slice(0, at % (good.length + 1))}${text}${good.slice(at % (good.length + 1))}`;
        fc.pre(spelt !== good && !(claim === optional && spelt === undefined));
        const token = await sign({ ...claims, [claim]: spelt });
        assert.equal(await readForeign(() => verify(token)), "refused");
      }),
      { numRuns: 200 },
    );
  });
}

/** Text to put into the right value, or another value altogether; no list, because one of the right audience alone may be that audience. */
const otherValue: fc.Arbitrary<{ readonly text?: string; readonly value?: unknown }> = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aA/. :%\u0000\u00e9-"), minLength: 1, maxLength: 3 }).map((text) => ({ text })),
  fc
    .oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, {}, [], undefined, template, "contoso.example"),
    )
    .map((value) => ({ value })),
);

test("issuers of tenants: of all pairs of iss and tid, those of the list fit, and no others", () => {
  const { accepts, acceptsIssuer, only } = createIssuerTemplate({ template, tenants });
  const name = fc.oneof(
    fc.constantFrom(...tenants, "A", "b", "{tenantid}", "__proto__", "constructor", "a/v2.0", "", "a\n", "*"),
    fc.string({ maxLength: 3 }),
  );
  const one = only("https://login.example.com/a/v2.0");
  fc.assert(
    fc.property(name, name, (inIssuer, tid) => {
      const iss = `https://login.example.com/${inIssuer}/v2.0`;
      const isListed = inIssuer === "a" || inIssuer === "contoso.example";
      assert.equal(accepts({ iss, tid }), isListed && tid === inIssuer);
      assert.equal(acceptsIssuer(iss), isListed);
      assert.equal(one.accepts({ iss, tid }), inIssuer === "a" && tid === "a");
    }),
    { numRuns: 1000 },
  );
});

function signAs(typ: string | undefined): (claims: Claims) => Promise<string> {
  return (claims) => signClaims(claims, key, { kid: "one", ...(typ === undefined ? {} : { typ }) });
}
