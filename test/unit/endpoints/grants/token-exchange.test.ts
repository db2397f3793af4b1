import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenExchangeGrant } from "../../../../src/endpoints/grants/token-exchange.ts";
import { createFakeServer, type Members } from "../../../fixtures/fake-server.ts";
import { assertRefused } from "../../../fixtures/refusals.ts";
import { scripted } from "../scripted.ts";

const type = (name: string): string => `urn:ietf:params:oauth:token-type:${name}`;
const subject = { subject_token: "access-secret-0", subject_token_type: type("access_token") };
const issued = { access_token: "access-secret-1", token_type: "Bearer", issued_token_type: type("access_token") };

/** Exchanges a token at a server that gives this answer. */
async function exchange(answer: Members, requested?: string, acceptedTokenTypes?: readonly string[]) {
  const { context } = scripted(await createFakeServer(), [answer]);
  const message = requested === undefined ? subject : { ...subject, requested_token_type: requested };
  return tokenExchangeGrant(context, message, { acceptedTokenTypes });
}

const accepted: readonly (readonly [
  title: string,
  changes: Members,
  requested: string | undefined,
  usable: boolean,
])[] = [
  ["an access token that was not named", {}, undefined, true],
  ["an access token that was asked for", {}, type("access_token"), true],
  ["a JWT as bearer", { issued_token_type: type("jwt") }, type("jwt"), true],
  ["an ID token that is no access token", { issued_token_type: type("id_token"), token_type: "N_A" }, undefined, false],
  [
    "an ID token that the server calls a bearer token",
    { issued_token_type: type("id_token") },
    type("id_token"),
    false,
  ],
  [
    "a refresh token that the server calls a bearer token",
    { issued_token_type: type("refresh_token") },
    undefined,
    false,
  ],
  ["N_A in another case", { issued_token_type: type("saml2"), token_type: "n_a" }, type("saml2"), false],
  ["a kind of the server's own", { issued_token_type: "urn:x:y", token_type: "N_A" }, "urn:x:y", false],
];

for (const [title, changes, requested, usable] of accepted) {
  test(`tokenExchangeGrant: takes ${title} (RFC 8693 §2.2.1)`, async () => {
    const result = await exchange({ ...issued, ...changes }, requested);
    assert.equal(result.isAccessToken, usable);
    assert.equal(result.issuedTokenType, changes.issued_token_type ?? type("access_token"));
    assert.ok(Object.isFrozen(result));
  });
}

test("tokenExchangeGrant: takes another kind where the caller names it", async () => {
  const answer = { ...issued, issued_token_type: type("access_token") };
  const result = await exchange(answer, type("jwt"), [type("access_token")]);
  assert.equal(result.issuedTokenType, "urn:ietf:params:oauth:token-type:access_token");
});

test("tokenExchangeGrant: refuses another kind than was asked for (RFC 8693 §2.2.1)", async () => {
  const error = await assertRefused(
    exchange({ ...issued, issued_token_type: type("refresh_token") }, type("access_token")),
    "VerificationError",
    "ERR_VERIFICATION_TOKEN_TYPE",
  );
  assert.match(error.message, /refresh_token.*asked for was .*access_token.*RFC 8693 §2\.2\.1/s);
});

test("tokenExchangeGrant: refuses an access token that is none (RFC 8693 §2.2.1)", async () => {
  await assertRefused(exchange({ ...issued, token_type: "N_A" }), "VerificationError", "ERR_VERIFICATION_TOKEN_TYPE");
});

test("tokenExchangeGrant: needs issued_token_type (RFC 8693 §2.2.1)", async () => {
  const error = await assertRefused(
    exchange({ access_token: "access-secret-1", token_type: "Bearer" }),
    "ValidationError",
    "ERR_VALIDATION_RESPONSE",
  );
  assert.match(error.message, /issued_token_type/);
});
