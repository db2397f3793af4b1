import assert from "node:assert/strict";
import { test } from "node:test";
import type { BackchannelAuthentication } from "../../../src/endpoints/backchannel-authentication.ts";
import { pollBackchannelToken, requestBackchannelToken } from "../../../src/endpoints/backchannel-token.ts";
import { cibaGrant } from "../../../src/endpoints/grants/ciba.ts";
import type { Members } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { authentication, authReqIdClaim, makeTokens, rtHashClaim } from "./backchannel.ts";
import { refusal, scripted } from "./scripted.ts";

test("pollBackchannelToken: polls until the user agrees, and verifies the ID token (CIBA Core §10.1)", async () => {
  const { server, tokens } = await makeTokens();
  const { context, requests } = scripted(server, [refusal("authorization_pending"), refusal("slow_down"), tokens]);
  const waits: number[] = [];
  const result = await pollBackchannelToken(context, authentication, {
    resource: ["https://a"],
    wait: async (milliseconds) => void waits.push(milliseconds),
  });
  assert.ok(result.status === "granted");
  assert.equal(result.claims?.sub, "user-1");
  assert.deepEqual(waits, [5000, 5000, 10_000]);
  assert.equal(
    requests[2]?.init.body,
    "auth_req_id=auth-1&resource=https%3A%2F%2Fa&grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&client_id=client-1",
  );
});

for (const [error, status] of [
  ["authorization_pending", "pending"],
  ["slow_down", "slow_down"],
  ["access_denied", "denied"],
  ["expired_token", "expired"],
] as const) {
  test(`requestBackchannelToken: gives ${error} as a result (CIBA Core §11)`, async () => {
    const { server } = await makeTokens();
    const step = await requestBackchannelToken(scripted(server, [refusal(error)]).context, authentication);
    assert.equal(step.status, status);
  });
}

const accepted: readonly (readonly [title: string, claims: Members, others: Members])[] = [
  ["both claims about request and refresh token", {}, {}],
  [
    "neither, since they are required of pushed tokens only",
    { [authReqIdClaim]: undefined, [rtHashClaim]: undefined },
    {},
  ],
  ["no at_hash", { at_hash: undefined }, {}],
  ["no refresh token", {}, { refresh_token: undefined }],
];

for (const [title, claims, others] of accepted) {
  test(`cibaGrant: takes ${title} (CIBA Core §10.1)`, async () => {
    const { server, tokens } = await makeTokens(claims, others);
    const { context } = scripted(server, [tokens]);
    const result = await cibaGrant(context, { auth_req_id: "auth-1" }, { subject: "user-1" });
    assert.equal(result.claims?.sub, "user-1");
    assert.ok(Object.isFrozen(result));
  });
}

const refused: readonly (readonly [title: string, claims: Members, others: Members, code: string])[] = [
  ["no ID token", {}, { id_token: undefined }, "ERR_VERIFICATION_ID_TOKEN_MISSING"],
  ["an ID token of another request", { [authReqIdClaim]: "auth-2" }, {}, "ERR_VERIFICATION_AUTH_REQ_ID"],
  ["another refresh token", { [rtHashClaim]: "AAAAAAAAAAAAAAAAAAAAAA" }, {}, "ERR_VERIFICATION_HASH"],
  ["another access token", { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }, {}, "ERR_VERIFICATION_HASH"],
  ["a nonce", { nonce: "n" }, {}, "ERR_VERIFICATION_NONCE"],
  ["another user", { sub: "user-2" }, {}, "ERR_VERIFICATION_SUBJECT"],
  ["another audience", { aud: "client-2" }, {}, "ERR_VERIFICATION_AUDIENCE"],
  ["a token type of no kind", {}, { token_type: "N_A" }, "ERR_VERIFICATION_TOKEN_TYPE"],
];

for (const [title, claims, others, code] of refused) {
  test(`cibaGrant: refuses ${title}`, async () => {
    const { server, tokens } = await makeTokens(claims, others);
    const { context } = scripted(server, [tokens]);
    const call = cibaGrant(context, { auth_req_id: "auth-1" }, { subject: "user-1" });
    await assertRefused(call, "VerificationError", code);
  });
}

for (const [title, given] of [
  ["no authentication at all", null],
  ["an auth_req_id alone", "auth-1"],
  ["one of another server", { ...authentication, issuer: "https://other.example" }],
  ["one whose tokens are pushed", { ...authentication, deliveryMode: "push" }],
] as const) {
  test(`pollBackchannelToken: refuses ${title} before anything is sent`, async () => {
    const { server, tokens } = await makeTokens();
    const { context, requests } = scripted(server, [tokens]);
    const broken: BackchannelAuthentication = JSON.parse(JSON.stringify(given));
    for (const call of [pollBackchannelToken, requestBackchannelToken])
      await assertRefused(call(context, broken), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
    assert.equal(requests.length, 0);
  });
}
