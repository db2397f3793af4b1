import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvingClient } from "../../../../fixtures/provider/grants-proofs.ts";
import {
  confidential,
  createGrantsProvider,
  resources,
  sha256,
} from "../../../../fixtures/provider/grants-provider.ts";

const form = { grant_type: "refresh_token", refresh_token: "refresh-token-1" };
const publicForm = { ...form, client_id: "tv" };
const device = "urn:ietf:params:oauth:grant-type:device_code";

test("refresh_token: that of a public client is good with the key of its first use only (RFC 9449 §5)", async () => {
  const made = createGrantsProvider();
  const [own, other] = [await createProvingClient(), await createProvingClient()];
  const first = await startAsPublic(made, own.post);
  const request = { form: { ...publicForm, refresh_token: first }, headers: {} };
  for (const answer of [await made.post(request), await other.post(made, request)])
    assert.deepEqual([answer.status, answer.body.error], [400, "invalid_grant"]);
  const good = await own.post(made, request);
  assert.deepEqual([good.status, good.body.token_type], [200, "DPoP"]);
  const next = { form: { ...publicForm, refresh_token: String(good.body.refresh_token) }, headers: {} };
  assert.equal((await other.post(made, next)).body.error, "invalid_grant");
  assert.equal((await own.post(made, next)).status, 200);
});

test("refresh_token: that of a public client with a key may be kept (RFC 9700 §2.2.2)", async () => {
  const made = createGrantsProvider({ tokens: { resources, rotateRefreshTokens: "public" } });
  const own = await createProvingClient();
  const request = { form: { ...publicForm, refresh_token: await startAsPublic(made, own.post) }, headers: {} };
  const answer = await own.post(made, request);
  assert.deepEqual([answer.status, "refresh_token" in answer.body], [200, false]);
  made.advance(80 * 86_400);
  assert.equal((await own.post(made, request)).status, 200);
  made.advance(10 * 86_400);
  assert.equal((await own.post(made, request)).body.error, "invalid_grant");
});

test("refresh_token: a confidential client may change its key (RFC 9449 §5)", async () => {
  const made = createGrantsProvider();
  await made.seed();
  const [one, other] = [await createProvingClient(), await createProvingClient()];
  const first = await one.post(made, { form, headers: confidential });
  assert.equal(first.body.token_type, "DPoP");
  const next = { ...form, refresh_token: String(first.body.refresh_token) };
  assert.equal((await other.post(made, { form: next, headers: confidential })).status, 200);
});

test("refresh_token: that of a public client may be bound to a certificate (RFC 8705 §4)", async () => {
  const made = createGrantsProvider();
  const confirmation = { "x5t#S256": "A".repeat(43) };
  await made.seed({ grant: { clientId: "tv" }, token: { clientId: "tv", confirmation } });
  const answer = await made.post({ form: publicForm, headers: {} });
  assert.equal(answer.body.error, "invalid_grant");
});

type Post = Awaited<ReturnType<typeof createProvingClient>>["post"];

/** Signs a public client in by the device flow, with a person who has said yes already. */
async function startAsPublic(made: ReturnType<typeof createGrantsProvider>, post: Post): Promise<string> {
  const { body } = await made.post({
    path: "/device_authorization",
    form: { client_id: "tv", scope: "openid offline_access" },
    headers: {},
  });
  const hash = sha256(String(body.device_code));
  const artifact = await made.store.artifacts.find({ kind: "device_code", hash });
  assert.ok(artifact !== undefined);
  await made.store.artifacts.update({
    ...artifact,
    accountId: "alice",
    payload: { ...artifact.payload, approval: { approvedAtMs: made.now(), authTimeMs: made.now(), amr: [] } },
    version: 2,
  });
  const answer = await post(made, {
    form: { grant_type: device, client_id: "tv", device_code: String(body.device_code) },
    headers: {},
  });
  return String(answer.body.refresh_token);
}
