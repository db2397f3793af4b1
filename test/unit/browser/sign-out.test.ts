import assert from "node:assert/strict";
import { test } from "node:test";
import { signOut } from "../../../src/browser/sign-out.ts";
import {
  sceneApp as app,
  createBrowserScene,
  sceneIssuer as issuer,
  makeSession,
} from "../../fixtures/browser-scene.ts";

const metadata = { end_session_endpoint: `${issuer}/logout`, revocation_endpoint: `${issuer}/revoke` };
const client = { client_id: "spa", redirect_uris: [`${app}/cb`] };

test("a sign-out goes on at the provider with what it needs to know", async () => {
  const back = `${app}/bye`;
  for (const [post_logout_redirect_uris, returnTo, expected] of [
    [undefined, undefined, null],
    [[back], undefined, back],
    [[back, `${app}/`], undefined, null],
    [[back, `${app}/`], `${app}/`, `${app}/`],
  ] as const) {
    const scene = createBrowserScene({ options: { client: { ...client, post_logout_redirect_uris } }, metadata });
    await scene.parts.holder.put(makeSession({ idToken: "e30.e30.c2ln" }), "session.signed_in");
    assert.equal(await signOut(scene.parts, { returnTo }), true);
    const query = new URL(scene.page.assigned[0] ?? "").searchParams;
    assert.deepEqual([query.get("post_logout_redirect_uri"), query.get("id_token_hint")], [expected, "e30.e30.c2ln"]);
    assert.match(scene.requests.at(-1)?.body ?? "", /token=refresh-0/);
  }
});

test("what the provider does not have is left out", async () => {
  const scene = createBrowserScene();
  await scene.parts.holder.put(makeSession(), "session.signed_in");
  assert.equal(await signOut(scene.parts, {}), false);
  const without = createBrowserScene({ metadata });
  await without.parts.holder.put(makeSession({}, { refreshToken: undefined }), "session.signed_in");
  assert.equal(await signOut(without.parts, {}), true);
  assert.equal(new URL(without.page.assigned[0] ?? "").searchParams.has("id_token_hint"), false);
  assert.ok(!without.requests.some(({ url }) => url.endsWith("/revoke")));
});

test("a page that no provider allows is not gone to, and a revocation that the caller stops is told", async () => {
  const scene = createBrowserScene({ metadata });
  await scene.parts.holder.put(makeSession(), "session.signed_in");
  await assert.rejects(signOut(scene.parts, { returnTo: "https://evil.example/", signal: AbortSignal.abort() }), {
    parameter: "post_logout_redirect_uri",
  });
  assert.deepEqual(scene.page.assigned, []);
  assert.ok(scene.events.some(({ type }) => type === "session.revocation_failed"));
  assert.equal(await scene.parts.holder.get(), undefined);
});

test("a key that cannot be removed is told, and ends no sign-out", async () => {
  const scene = createBrowserScene({ metadata });
  await scene.parts.holder.put(makeSession(), "session.signed_in");
  const contexts = {
    ...scene.parts.contexts,
    forgetKey: async () => {
      throw new Error("blocked");
    },
  };
  assert.equal(await signOut({ ...scene.parts, contexts }, {}), true);
  assert.ok(scene.events.some(({ type }) => type === "session.storage_failed"));
  assert.match(scene.requests.at(-1)?.url ?? "", /revoke$/);
});
