import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { storeRequest } from "../../../../src/provider/authorization/pushed-request.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { checkProfileTokenRequest } from "../../../../src/provider/profiles/check-profile-request.ts";
import type { ProviderProfileName } from "../../../../src/provider/profiles/provider-profile.ts";
import type { JsonObject } from "../../../../src/provider/stores/records.ts";
import {
  type Changes,
  codeOf,
  type Flow,
  goodRequest,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

const bank: ConfiguredClient = {
  client_id: "bank",
  redirect_uris: [redirectUri],
  token_endpoint_auth_method: "private_key_jwt",
  jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) }] },
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: "ES256",
  authorization_signed_response_alg: "ES256",
};

function startProfile(profile: ProviderProfileName): Flow {
  return startFlow({ profile, clients: [bank], firstPartyClients: ["bank"] });
}

/** The request as if the client had pushed it. */
async function pushAndAuthorize(flow: Flow, changes: Changes, isSigned: boolean): Promise<Response> {
  const client = await flow.context.clients.find("bank");
  assert.ok(client);
  const entries = Object.entries({ ...goodRequest, client_id: "bank", ...changes }).filter(([, value]) => value);
  const request = { client_id: "bank", ...Object.fromEntries(entries) };
  const requestUri = await storeRequest(flow.context, { client, request, isSigned, delivery: "pushed" });
  return flow.browse(`/authorize?client_id=bank&request_uri=${requestUri}`);
}

describe("FAPI 2.0 at run time", () => {
  it("takes pushed requests alone (FAPI 2.0 Security Profile §5.3.2.2)", async () => {
    const flow = startProfile("fapi2-security");
    await flow.signIn();
    const { parameters } = readRedirect(await flow.authorize({ client_id: "bank" }));
    assert.deepEqual(
      [parameters.error, parameters.error_description],
      ["invalid_request", "Requests must be pushed (FAPI 2.0 Security Profile, 5.3.2.2)."],
    );
    assert.ok(codeOf(await pushAndAuthorize(flow, {}, false)));
  });

  it("goes on after a login with what was pushed", async () => {
    const flow = startProfile("fapi2-message-signing");
    const asked = await pushAndAuthorize(flow, { response_mode: "jwt" }, true);
    const { sid } = await flow.signIn();
    const response = await flow.resume(await flow.answer(asked, { authenticatedSid: sid }));
    assert.deepEqual(Object.keys(readRedirect(response).parameters), ["response"]);
  });

  it("needs redirect_uri in the request (FAPI 2.0 Security Profile §5.3.2.2)", async () => {
    const flow = startProfile("fapi2-security");
    const response = await pushAndAuthorize(flow, { redirect_uri: undefined, scope: "profile" }, false);
    assert.equal(
      readRedirect(response).parameters.error_description,
      "redirect_uri is missing (FAPI 2.0 Security Profile, 5.3.2.2).",
    );
  });

  it("takes signed requests and signs answers, with Message Signing (FAPI 2.0 Message Signing §5.3, §5.4.1)", async () => {
    const flow = startProfile("fapi2-message-signing");
    await flow.signIn();
    const jwt = { response_mode: "jwt" };
    const said = async (response: Promise<Response>): Promise<string | undefined> =>
      readRedirect(await response).parameters.error_description;
    assert.equal(
      await said(pushAndAuthorize(flow, {}, true)),
      "response_mode must be jwt (FAPI 2.0 Message Signing, 5.4.1).",
    );
    assert.equal(
      await said(pushAndAuthorize(flow, {}, false)),
      "Requests must be signed (FAPI 2.0 Message Signing, 5.3).",
    );
    assert.deepEqual(Object.keys(readRedirect(await pushAndAuthorize(flow, jwt, true)).parameters), ["response"]);
  });

  it("refuses a client of the store that is too weak", async () => {
    const flow = startProfile("fapi2-security");
    const { client_id: clientId, ...metadata } = spa;
    const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
    const stored = { clientId, metadata: asJson(metadata), secrets: [], createdAtMs: 1, version: 1 };
    await flow.context.store.clients.put(stored);
    const { parameters } = readRedirect(await flow.authorize());
    assert.equal(parameters.error, "unauthorized_client");
    assert.match(parameters.error_description ?? "", /token_endpoint_auth_method must be private_key_jwt/);
    const response = await flow.redeem("x");
    assert.deepEqual([response.status, (await response.json()).error], [401, "invalid_client"]);
  });

  it("gives no token that is not bound (FAPI 2.0 Security Profile §5.3.2.1)", async () => {
    const { context } = startProfile("fapi2-security");
    const client = await context.clients.find("bank");
    assert.ok(client);
    assert.throws(() => checkProfileTokenRequest(context, { client, binding: { headers: {} } }), {
      error: "invalid_request",
      description: "Tokens are bound to a key here (FAPI 2.0 Security Profile, 5.3.2.1).",
    });
    checkProfileTokenRequest(context, { client, binding: { headers: {}, confirmation: { jkt: "x" } } });
  });

  it("takes DPoP proofs of its algorithms alone (FAPI 2.0 Security Profile §5.4.1)", async () => {
    const { context } = startProfile("fapi2-security");
    assert.deepEqual((await context.dpop()).algorithms, ["PS256", "ES256", "EdDSA", "Ed25519"]);
  });

  it("signs with PS256 where nothing else is said", () => {
    const { context } = startFlow({ profile: "fapi2-security", clients: [], keys: undefined });
    assert.deepEqual(context.keys.algorithms.slice(0, 2), ["PS256", "ES256"]);
  });
});
