import assert from "node:assert/strict";
import { test } from "node:test";
import { revokeTokens } from "../../../src/endpoints/revoke-tokens.ts";
import { contextOf } from "../exchange/answers.ts";
import { jwtContext, network } from "./jwt-answers.ts";

const done = (): Response => new Response(null);
const no =
  (error: string, status = 400) =>
  (): Response =>
    Response.json({ error }, { status });
const tokens = { refreshToken: "r", accessToken: "a" };

test("revokeTokens: ends the refresh token first, then the access token (RFC 7009 §2.1)", async () => {
  const { http, sent } = network(done);
  assert.deepEqual(await revokeTokens(jwtContext({ http }), tokens), {
    refreshToken: { status: "revoked" },
    accessToken: { status: "revoked" },
    complete: true,
  });
  assert.deepEqual(
    sent.map(({ body }) => body),
    [
      "token=r&token_type_hint=refresh_token&client_id=client-1",
      "token=a&token_type_hint=access_token&client_id=client-1",
    ],
  );
});

test("revokeTokens: leaves out a token that is not there", async () => {
  const { http, sent } = network(done);
  const outcome = await revokeTokens(jwtContext({ http }), { accessToken: "a" });
  assert.deepEqual(outcome.refreshToken, { status: "absent" });
  assert.equal(outcome.complete, true);
  assert.equal(sent.length, 1);
  assert.equal((await revokeTokens(jwtContext({ http }), {})).accessToken.status, "absent");
  assert.equal(sent.length, 1);
});

test("revokeTokens: an access token of a kind that is not revoked is a result, not a failure (RFC 7009 §2.2.1)", async () => {
  const { http } = network(done, no("unsupported_token_type"));
  const { refreshToken, accessToken, complete } = await revokeTokens(jwtContext({ http }), tokens);
  assert.equal(refreshToken.status, "revoked");
  assert.ok(accessToken.status === "unsupported");
  assert.equal(accessToken.error.error, "unsupported_token_type");
  assert.equal(complete, true);
});

test("revokeTokens: a refresh token that is not revoked is not complete", async () => {
  const { http, sent } = network(no("unsupported_token_type"), done);
  const { refreshToken, accessToken, complete } = await revokeTokens(jwtContext({ http }), tokens);
  assert.deepEqual([refreshToken.status, accessToken.status, complete], ["unsupported", "revoked", false]);
  assert.equal(sent.length, 2);
});

test("revokeTokens: a failure of one keeps the other going, and every error is in the result", async () => {
  const { http, sent } = network(no("server_error", 500), done);
  const first = await revokeTokens(jwtContext({ http }), tokens);
  assert.ok(first.refreshToken.status === "failed");
  assert.equal(first.refreshToken.error.code, "ERR_OAUTH_RESPONSE");
  assert.deepEqual([first.accessToken.status, first.complete, sent.length], ["revoked", false, 2]);

  const busy = network(done, () => new Response("", { status: 503, headers: { "retry-after": "9" } }));
  const second = await revokeTokens(jwtContext({ http: busy.http }), tokens);
  assert.ok(second.accessToken.status === "failed");
  assert.ok("retryAfterSeconds" in second.accessToken.error);
  assert.deepEqual([second.accessToken.error.retryAfterSeconds, second.complete], [9, false]);

  const broken = await revokeTokens(jwtContext({ http: network().http }), tokens);
  assert.deepEqual([broken.refreshToken.status, broken.accessToken.status], ["failed", "failed"]);
});

test("revokeTokens: throws what the caller must mend", async () => {
  await assert.rejects(revokeTokens(contextOf(), tokens), { code: "ERR_CONFIGURATION_METADATA_MISSING" });
  const { http } = network(done);
  await assert.rejects(revokeTokens(jwtContext({ http }), tokens, { extra: { token: "x" } }), {
    code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
  });
});
