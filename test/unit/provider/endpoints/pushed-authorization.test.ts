import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createDPoP } from "../../../../src/dpop/create-dpop.ts";
import type { JsonObject } from "../../../../src/provider/stores/records.ts";
import {
  basic,
  type Changes,
  codeOf,
  type Flow,
  goodRequest,
  issuer,
  prove,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
  web,
} from "../../../fixtures/provider/authorize-flow.ts";

const pushed = { ...goodRequest, client_id: "web" };

async function push(flow: Flow, changes: Changes = {}): Promise<string> {
  const response = await flow.post("/par", { ...pushed, ...changes }, basic());
  const { request_uri: requestUri } = await response.json();
  return String(requestUri);
}

function authorize(flow: Flow, requestUri: string, clientId = "web"): Promise<Response> {
  return flow.browse(`/authorize?client_id=${clientId}&request_uri=${encodeURIComponent(requestUri)}`);
}

describe("pushed authorization requests", () => {
  it("are answered with 201, a request_uri and its lifetime (RFC 9126 §2.2)", async () => {
    const flow = startFlow();
    const response = await flow.post("/par", pushed, basic());
    const body = await response.json();
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.match(body.request_uri, /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/);
    assert.deepEqual({ ...body, request_uri: "" }, { request_uri: "", expires_in: 60 });
  });

  it("lead to a code with client_id and request_uri alone; what stands beside them does not count (RFC 9126 §4)", async () => {
    const flow = startFlow();
    await flow.signIn();
    const requestUri = await push(flow);
    const query = `client_id=web&request_uri=${requestUri}&state=other&redirect_uri=https://evil.example.com/&scope=x`;
    const { url, parameters } = readRedirect(await flow.browse(`/authorize?${query}`));
    assert.deepEqual([url, Object.keys(parameters), parameters.state], [redirectUri, ["code", "state", "iss"], "s-1"]);
  });

  it("need the client to authenticate (RFC 9126 §2)", async () => {
    const flow = startFlow();
    assert.equal((await flow.post("/par", pushed)).status, 401);
    const wrong = await flow.post("/par", pushed, basic("web", "wrong"));
    assert.deepEqual([wrong.status, (await wrong.json()).error], [401, "invalid_client"]);
    const other = await flow.post("/par", { ...pushed, client_id: "spa" }, basic());
    assert.equal(other.status >= 400, true);
  });

  it("may leave client_id out where authentication names it", async () => {
    const flow = startFlow();
    assert.equal((await flow.post("/par", { ...pushed, client_id: undefined }, basic())).status, 201);
  });

  const refused: readonly (readonly [title: string, changes: Changes, error: string])[] = [
    ["a redirect URI that is not registered", { redirect_uri: "https://evil.example.com/" }, "invalid_request"],
    ["another response type", { response_type: "token" }, "unsupported_response_type"],
    ["no challenge", { code_challenge: undefined, code_challenge_method: undefined }, "invalid_request"],
    ["plain", { code_challenge_method: "plain" }, "invalid_request"],
    ["an unknown scope", { scope: "unknown" }, "invalid_scope"],
    ["an unknown resource", { resource: "https://unknown.example.com" }, "invalid_target"],
    ["a request_uri (RFC 9126 §2.1)", { request_uri: "urn:ietf:params:oauth:request_uri:x" }, "invalid_request"],
    ["a request beside parameters (RFC 9126 §3)", { request: "a.b.c" }, "invalid_request"],
    ["a state that is too long", { state: "x".repeat(2049) }, "invalid_request"],
  ];
  for (const [title, changes, error] of refused) {
    it(`are refused at once, as JSON, for ${title}`, async () => {
      const flow = startFlow();
      const response = await flow.post("/par", { ...pushed, ...changes }, basic());
      assert.deepEqual([response.status, (await response.json()).error], [400, error]);
    });
  }

  it("are refused for a repeated parameter (RFC 6749 §3.1)", async () => {
    const { fetch } = startFlow();
    const body = new URLSearchParams([...Object.entries(pushed), ["scope", "openid"]]);
    const response = await fetch(`${issuer}/par`, { method: "POST", headers: basic(), body });
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
  });

  it("take POST alone", async () => {
    const response = await startFlow().fetch(`${issuer}/par`);
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  });

  it("belong to their client (RFC 9126 §2.2)", async () => {
    const flow = startFlow();
    await flow.signIn();
    const response = await authorize(flow, await push(flow), "spa");
    assert.deepEqual(
      [response.status, response.headers.get("location"), (await response.json()).error],
      [400, null, "invalid_request_uri"],
    );
  });

  it("end after a minute, unless a login has begun by then", async () => {
    const flow = startFlow();
    const late = await push(flow);
    const inTime = await push(flow);
    flow.advance(59);
    const asked = await authorize(flow, inTime);
    flow.advance(1);
    const response = await authorize(flow, late);
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request_uri"]);
    flow.advance(600);
    await flow.signIn();
    assert.ok(codeOf(await flow.resume(await flow.answer(asked, {}))));
  });

  it("can be looked at twice, and are used up by the code (RFC 9126 §7.3)", async () => {
    const flow = startFlow();
    const requestUri = await push(flow);
    const asked = await authorize(flow, requestUri);
    const askedAgain = await authorize(flow, requestUri);
    await flow.signIn();
    const id = await flow.answer(asked, {});
    const again = await flow.answer(askedAgain, {});
    assert.ok(codeOf(await flow.resume(id)));
    assert.equal(readRedirect(await flow.resume(again)).parameters.error, "invalid_request_uri");
    assert.equal((await authorize(flow, requestUri)).status, 400);
  });

  it("give one code to fifty who come at once", async () => {
    const flow = startFlow();
    await flow.signIn();
    const requestUri = await push(flow);
    const responses = await Promise.all(Array.from({ length: 50 }, () => authorize(flow, requestUri)));
    assert.equal(responses.filter((response) => codeOf(response) !== "").length, 1);
    const errors = responses.map((response) => readRedirect(response).parameters.error).filter((error) => error);
    assert.deepEqual([...new Set(errors)], ["invalid_request_uri"]);
    assert.equal(errors.length, 49);
  });

  it("are enough for a client that must push, from a form too", async () => {
    const flow = startFlow({ clients: [spa, { ...web, require_pushed_authorization_requests: true }] });
    await flow.signIn();
    assert.ok(codeOf(await authorize(flow, await push(flow))));
    const body = new URLSearchParams({ client_id: "web", request_uri: await push(flow) });
    const posted = await flow.browse("/authorize", { method: "POST", body });
    assert.ok(codeOf(await flow.browse(posted.headers.get("location") ?? "")));
  });

  it("fall with the redirect URI and the client (RFC 9126 §4)", async () => {
    const flow = startFlow({ clients: [] });
    const { client_id: clientId, ...metadata } = spa;
    const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
    const stored = { clientId, secrets: [], createdAtMs: 1 };
    await flow.context.store.clients.put({ ...stored, metadata: asJson(metadata), version: 1 });
    const response = await flow.post("/par", goodRequest);
    const { request_uri: requestUri } = await response.json();
    const changed = { ...metadata, redirect_uris: ["https://app.example.com/other"] };
    await flow.context.store.clients.update({ ...stored, metadata: asJson(changed), version: 2 });
    await flow.signIn();
    assert.equal((await authorize(flow, requestUri, "spa")).status, 400);
  });
});

describe("a DPoP proof beside a pushed request (RFC 9449 §10.1)", () => {
  it("binds the code to its key", async () => {
    const flow = startFlow();
    await flow.signIn();
    const [dpop, other] = [await createDPoP(), await createDPoP()];
    const response = await flow.post("/par", goodRequest, await prove(flow, dpop, "/par"));
    const { request_uri: requestUri } = await response.json();
    const code = codeOf(await authorize(flow, requestUri, "spa"));
    const refused = await flow.redeem(code, {}, await prove(flow, other, "/token"));
    assert.deepEqual([refused.status, (await refused.json()).error], [400, "invalid_grant"]);
    assert.equal((await flow.redeem(code)).status, 400);
    const tokens = await flow.redeem(code, {}, await prove(flow, dpop, "/token"));
    assert.deepEqual([tokens.status, (await tokens.json()).token_type], [200, "DPoP"]);
  });

  it("must be of the key that dpop_jkt names, and for this endpoint", async () => {
    const flow = startFlow();
    const dpop = await createDPoP();
    const form = { ...goodRequest, dpop_jkt: "x".repeat(43) };
    const other = await flow.post("/par", form, await prove(flow, dpop, "/par"));
    assert.deepEqual([other.status, (await other.json()).error], [400, "invalid_dpop_proof"]);
    const elsewhere = await flow.post("/par", goodRequest, await prove(flow, dpop, "/token"));
    assert.deepEqual([elsewhere.status, (await elsewhere.json()).error], [400, "invalid_dpop_proof"]);
    const proof = await dpop.createProof({ method: "POST", url: `${issuer}/par`, clock: flow.now });
    const withoutNonce = await flow.post("/par", goodRequest, { DPoP: proof });
    assert.equal((await withoutNonce.json()).error, "use_dpop_nonce");
    assert.notEqual(withoutNonce.headers.get("dpop-nonce"), null);
  });
});
