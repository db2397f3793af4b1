import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { signJwt } from "../../../../src/jose/sign-jwt.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import {
  codeOf,
  type Flow,
  goodRequest,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

async function signingClient(changes: Partial<ConfiguredClient> = {}): Promise<ConfiguredClient> {
  const { publicJwk } = await messageKey("ES256");
  return { ...spa, jwks: { keys: [publicJwk] }, ...changes };
}

async function signRequest(flow: Flow, changes: object = {}, alg = "ES256"): Promise<string> {
  const { privateKey } = await messageKey(alg);
  const seconds = flow.now() / 1000;
  const claims = { ...goodRequest, iss: "spa", aud: issuer, nbf: seconds, exp: seconds + 60, ...changes };
  return signJwt({ alg, typ: "oauth-authz-req+jwt", kid: `key-${alg}` }, claims, privateKey);
}

describe("request objects (RFC 9101)", () => {
  it("lead to a code; what stands beside them does not count (RFC 9101 §6.3)", async () => {
    const flow = startFlow({ clients: [await signingClient({ require_signed_request_object: true })] });
    await flow.signIn();
    const object = await signRequest(flow, { resource: "https://api.example.com" });
    const bad = await flow.browse(`/authorize?client_id=spa&request=${object}`);
    assert.equal(readRedirect(bad).parameters.error, "invalid_target");
    const query = `client_id=spa&state=other&redirect_uri=https://evil.example.com/&request=${await signRequest(flow)}`;
    const { url, parameters } = readRedirect(await flow.browse(`/authorize?${query}`));
    assert.deepEqual([url, Object.keys(parameters), parameters.state], [redirectUri, ["code", "state", "iss"], "s-1"]);
  });

  it("do not borrow what they lack from the parameters beside them", async () => {
    const flow = startFlow({ clients: [await signingClient()] });
    await flow.signIn();
    const object = await signRequest(flow, { code_challenge: undefined, code_challenge_method: undefined });
    const response = await flow.authorize({ request: object });
    assert.equal(readRedirect(response).parameters.error_description, "code challenge required (RFC 7636, 4.4.1).");
  });

  const wrong: readonly (readonly [title: string, claims: object, alg?: string])[] = [
    ["signed with a key that is not the client's", {}, "PS256"],
    ["of another client", { client_id: "web" }],
    ["issued by somebody else", { iss: "web" }],
    ["for another server", { aud: "https://other.example.com" }],
    ["that have expired", { exp: 1_600_000_000 }],
    ["that could be a client assertion (RFC 9101 §10.8)", { sub: "spa" }],
    ["with a request inside (RFC 9101 §4)", { request: "a.b.c" }],
    ["with a request_uri inside (RFC 9101 §4)", { request_uri: "urn:x:y" }],
  ];
  for (const [title, claims, alg] of wrong) {
    it(`${title} are shown as an error`, async () => {
      const flow = startFlow({ clients: [await signingClient()] });
      await flow.signIn();
      const response = await flow.authorize({ request: await signRequest(flow, claims, alg) });
      assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
      assert.deepEqual(await response.json(), {
        error: "invalid_request_object",
        error_description:
          "The request object is not good: it must be signed with a key of the client, for this server.",
      });
    });
  }

  it("without signature, and of a client without keys, are refused (RFC 9101 §10.5)", async () => {
    const flow = startFlow({ clients: [await signingClient(), { ...spa, client_id: "keyless" }] });
    const [, payload = ""] = (await signRequest(flow)).split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    assert.equal((await (await flow.authorize({ request: none })).json()).error, "invalid_request_object");
    const claims = { client_id: "keyless", iss: "keyless" };
    const keyless = await flow.authorize({ client_id: "keyless", request: await signRequest(flow, claims) });
    assert.equal((await keyless.json()).error, "invalid_request_object");
  });

  it("must use the algorithm that the client is registered with", async () => {
    const flow = startFlow({ clients: [await signingClient({ request_object_signing_alg: "PS256" })] });
    assert.equal((await flow.authorize({ request: await signRequest(flow) })).status, 400);
  });

  it("must use an algorithm of the profile (FAPI 2.0 Security Profile §5.4.1)", async () => {
    const { publicJwk: weak } = await messageKey("RS256");
    const { publicJwk: strong } = await messageKey("ES256");
    const client = await signingClient({
      jwks: { keys: [weak, strong] },
      token_endpoint_auth_method: "private_key_jwt",
      dpop_bound_access_tokens: true,
    });
    const flow = startFlow({ profile: "fapi2-security", clients: [client] });
    const refused = await flow.authorize({ request: await signRequest(flow, {}, "RS256") });
    assert.deepEqual([refused.status, (await refused.json()).error], [400, "invalid_request_object"]);
    // Good as a request object, though it was not pushed.
    const { parameters } = readRedirect(await flow.authorize({ request: await signRequest(flow) }));
    assert.equal(parameters.error_description, "Requests must be pushed (FAPI 2.0 Security Profile, 5.3.2.2).");
  });

  it("can be pushed, alone (RFC 9126 §3)", async () => {
    const flow = startFlow({ clients: [await signingClient({ require_signed_request_object: true })] });
    await flow.signIn();
    const response = await flow.post("/par", { client_id: "spa", request: await signRequest(flow) });
    const { request_uri: requestUri } = await response.json();
    assert.equal(response.status, 201);
    assert.ok(codeOf(await flow.browse(`/authorize?client_id=spa&request_uri=${requestUri}`)));
    const bad = await flow.post("/par", { client_id: "spa", request: "a.b.c" });
    assert.deepEqual([bad.status, (await bad.json()).error], [400, "invalid_request_object"]);
    const unsigned = await flow.post("/par", goodRequest);
    assert.deepEqual([unsigned.status, (await unsigned.json()).error], [400, "invalid_request"]);
  });
});
