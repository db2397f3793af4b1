import assert from "node:assert/strict";
import { test } from "node:test";
import { createGrantsProvider, createGrantsStore, sha256 } from "../../../fixtures/provider/grants-provider.ts";

const path = "/device_authorization";

test("device authorization: a code for the device and one for its user (RFC 8628 §3.2)", async () => {
  const { post, store } = createGrantsProvider();
  const { status, body, headers } = await post({
    path,
    form: { client_id: "tv", scope: "openid api:read" },
    headers: {},
  });
  assert.equal(status, 200);
  assert.equal(headers.get("cache-control"), "no-store");
  const { device_code: deviceCode, user_code: userCode, ...others } = body;
  assert.match(String(deviceCode), /^[\w-]{43}$/);
  assert.match(String(userCode), /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  assert.deepEqual(others, {
    verification_uri: "https://id.example.com/device",
    verification_uri_complete: `https://id.example.com/device?user_code=${String(userCode)}`,
    expires_in: 600,
    interval: 5,
  });
  const artifact = await store.artifacts.find({ kind: "device_code", hash: sha256(String(deviceCode)) });
  assert.deepEqual(artifact?.payload, { scope: ["openid", "api:read"], resource: [], interval: 5, isDenied: false });
  const plain = String(userCode).replace("-", "");
  assert.notEqual(artifact?.alternateHash, sha256(plain));
  assert.equal(JSON.stringify(artifact).includes(plain), false);
});

for (const [title, form, headers, want] of [
  [
    "a client that is not registered for it",
    { client_id: "bare", client_secret: "bare-secret" },
    {},
    "unauthorized_client",
  ],
  ["an unknown client", { client_id: "nobody" }, {}, "invalid_client"],
  ["a scope that is not the client's", { scope: "photos:write" }, undefined, "invalid_scope"],
  ["an unknown resource", { scope: "openid", resource: "https://x.example.com" }, undefined, "invalid_target"],
  [
    "authorization details",
    { scope: "openid", authorization_details: '[{"type":"payment"}]' },
    undefined,
    "invalid_authorization_details",
  ],
] as const) {
  test(`device authorization: refuses ${title} (RFC 8628 §3.1)`, async () => {
    const { post } = createGrantsProvider();
    const { body } = await post({ path, form, ...(headers === undefined ? {} : { headers }) });
    assert.equal(body.error, want);
  });
}

test("device authorization: GET is no way to ask (RFC 8628 §3.1)", async () => {
  const { get } = createGrantsProvider();
  const { status, headers } = await get(path);
  assert.deepEqual([status, headers.get("allow")], [405, "POST"]);
});

test("device authorization: a user code that is taken is replaced by another", async () => {
  const store = createGrantsStore();
  let refusals = 2;
  const put: typeof store.artifacts.put = async (artifact) => {
    refusals -= 1;
    return refusals < 0 ? store.artifacts.put(artifact) : false;
  };
  const { post } = createGrantsProvider({ store: { ...store, artifacts: { ...store.artifacts, put } } });
  assert.equal((await post({ path, form: { client_id: "tv", scope: "openid" }, headers: {} })).status, 200);
  refusals = 5;
  assert.equal((await post({ path, form: { client_id: "tv", scope: "openid" }, headers: {} })).status, 500);
});

test("device authorization: the metadata publishes it (RFC 8628 §4)", async () => {
  const { get } = createGrantsProvider();
  const { body } = await get("/.well-known/oauth-authorization-server");
  assert.equal(body.device_authorization_endpoint, "https://id.example.com/device_authorization");
  assert.deepEqual(
    Array.isArray(body.grant_types_supported) &&
      body.grant_types_supported.filter((name) => /device|ciba|exchange/.test(name)),
    ["urn:ietf:params:oauth:grant-type:device_code"],
  );
  assert.equal("backchannel_authentication_endpoint" in body, false);
});
