import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { jwkSchema } from "../../generated/messages/jwk.ts";
import { jwtClaimsSchema } from "../../generated/messages/jwt-claims.ts";
import { verifyClaimSource } from "../../src/endpoints/claim-source-jwt.ts";
import { decodeSoftwareStatement, verifySoftwareStatement } from "../../src/endpoints/software-statement.ts";
import { verifyExpectedIdToken, verifyIdToken } from "../../src/id-token/verify-id-token.ts";
import { verifyLogoutToken } from "../../src/id-token/verify-logout-token.ts";
import { checkJoseObject } from "../../src/jose/check-jose-object.ts";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { decryptJwt } from "../../src/jose/decrypt-jwt.ts";
import { selectEncryptionKey } from "../../src/jose/encrypt-jwe.ts";
import { decodeJwe } from "../../src/jose/jwe.ts";
import { decodeJws } from "../../src/jose/jws.ts";
import { decodeJwt } from "../../src/jose/jwt.ts";
import { findPublicKeyDefect } from "../../src/jose/key-material.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { toPublicJwk } from "../../src/jose/public-jwk.ts";
import { openJwt, readSignedJwt } from "../../src/jose/read-signed-jwt.ts";
import { createIssuerTemplate } from "../../src/jwt-profiles/issuer-template.ts";
import { jwtContext, recipient, signer } from "../unit/endpoints/jwt-answers.ts";
import { signText } from "../unit/jose/signed-tokens.ts";
import { assertFast, foreignText, foreignValue, readForeign } from "./foreign.ts";
import { validMessage } from "./message-arbitrary.ts";

const issuer = "https://id.example.com";
const context = jwtContext();
const keys = createStaticKeySource({ keys: [signer.publicJwk] });
const kind = { name: "ID token", types: ["jwt"], mayOmitType: true };
const expectations = { issuer, clientId: "client-1", keys, algorithms: ["ES256"], clock: () => 1_000_000 };
const issuerTemplate = createIssuerTemplate({ template: "https://id.example.com/{tenantid}", tenants: ["a"] });
const decryption = { keys: [recipient.privateJwk], algorithms: ["ECDH-ES"], encryptions: ["A128CBC-HS256"] };

/** Every step that takes a token. */
const readers: readonly (readonly [name: string, read: (token: string) => unknown])[] = [
  ["decodeJws", (token) => decodeJws(token, kind)],
  ["decodeJwt", (token) => decodeJwt(token, kind)],
  ["decodeJwe", (token) => decodeJwe(token, "ID token")],
  ["decryptJwe", (token) => decryptJwe(token, decryption)],
  ["decryptJwt", (token) => decryptJwt(token, kind, decryption)],
  ["openJwt", (token) => openJwt(token, kind, context.decryption())],
  ["readSignedJwt", (token) => readSignedJwt(token, { ...expectations, kind, schema: jwtClaimsSchema })],
  [
    "verifyIdToken",
    (token) => verifyIdToken(token, { ...expectations, nonce: undefined, receivedFrom: "token_endpoint" }),
  ],
  [
    "verifyExpectedIdToken of tenants",
    (token) =>
      verifyExpectedIdToken(token, {
        ...expectations,
        nonce: undefined,
        receivedFrom: "token_endpoint",
        issuerTemplate,
      }),
  ],
  ["verifyLogoutToken", (token) => verifyLogoutToken(token, expectations)],
  ["decodeSoftwareStatement", decodeSoftwareStatement],
  ["verifySoftwareStatement", (token) => verifySoftwareStatement(token, expectations)],
  ["verifyClaimSource", (token) => verifyClaimSource(context, token, { issuers: { [issuer]: { keys } } })],
];

const header = fc.oneof(
  fc.constant({ alg: "ES256", kid: "s1" }),
  fc
    .dictionary(fc.constantFrom("alg", "kid", "typ", "crit", "b64", "enc", "jwk", "zip", "cty"), foreignValue)
    .map((members) => ({ alg: "ES256", ...members })),
  validMessage("jws-header").map((members) => ({ ...members, alg: "ES256" })),
  foreignValue,
);
const claims = fc.oneof(
  ...["id-token", "logout-token", "jwt-claims", "software-statement"].map((name) =>
    validMessage(name).map((value) => ({ ...value, iss: issuer, aud: "client-1" })),
  ),
  fc.dictionary(fc.constantFrom("iss", "aud", "exp", "iat", "nonce", "azp", "events", "sub"), foreignValue),
  foreignValue,
);
/** Tokens of the right key whatever they say, and texts that only look like tokens. */
const tokens = fc.oneof(
  fc
    .tuple(header, claims)
    .map(([top, body]) => signText(JSON.stringify(top) ?? "", JSON.stringify(body) ?? "", signer)),
  fc.tuple(foreignText, foreignText).map(([top, body]) => signText(top, body, signer)),
  fc
    .array(
      fc.oneof(
        foreignValue.map((value) => Buffer.from(JSON.stringify(value) ?? "").toString("base64url")),
        fc.constant("eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOENCQy1IUzI1NiJ9"),
        fc.stringMatching(/^[\w-]{0,20}$/),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(".")),
  foreignText,
);

for (const [name, read] of readers) {
  test(`${name}: any token is read, or refused by an error of ours`, async () => {
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        const text = await token;
        await readForeign(() => read(text));
      }),
      { numRuns: 300 },
    );
  });

  test(`${name}: a long token takes time in proportion to its length`, () => assertFast(name, read));
}

test("any key is judged, or refused by an error of ours, and none comes out with a private part", async () => {
  const jwk = fc.oneof(
    validMessage("jwk-rsa"),
    validMessage("jwk-ec"),
    validMessage("jwk-okp"),
    validMessage("jwk-oct"),
    validMessage("jwk-akp"),
  );
  await fc.assert(
    fc.asyncProperty(jwk, async (key) => {
      const checked = checkJoseObject(jwkSchema, key);
      if (!checked.ok) return;
      const { message } = checked;
      findPublicKeyDefect(message, { kty: "EC", minimumKeyBits: 0, coordinateOctets: 32 });
      findPublicKeyDefect(message, { kty: "RSA", minimumKeyBits: 2048, coordinateOctets: 0 });
      await readForeign(() => selectEncryptionKey([message], { algorithm: "ECDH-ES", encryption: "A128GCM" }));
      await readForeign(() => {
        const open = Object.keys(toPublicJwk(message));
        assert.ok(!["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"].some((name) => open.includes(name)));
      });
    }),
    { numRuns: 300 },
  );
});
