import assert from "node:assert/strict";
import { test } from "node:test";
import { createSessionRenewal, type SessionRenewal } from "../../../src/browser/renew-session.ts";
import {
  type BrowserScene,
  type BrowserSceneOptions,
  createBrowserScene,
  makeSession,
} from "../../fixtures/browser-scene.ts";

type Started = BrowserScene & { readonly renewal: SessionRenewal };

async function start(session = makeSession(), options: BrowserSceneOptions = {}): Promise<Started> {
  const scene = createBrowserScene(options);
  await scene.parts.holder.put(session, "session.signed_in");
  return Object.assign(scene, { renewal: createSessionRenewal(scene.parts) });
}

const tokenRequests = ({ requests }: BrowserScene): readonly string[] =>
  requests.filter(({ url }) => url.endsWith("/token")).map(({ body }) => body);
const access = async ({ renewal }: Started): Promise<string> =>
  (await renewal.getUsable()).tokens.response.access_token;
const refuse = (error: string) => (): Response => Response.json({ error }, { status: 400 });

test("nobody is signed in: that is said", async () => {
  const scene = createBrowserScene();
  await assert.rejects(createSessionRenewal(scene.parts).getUsable(), { code: "ERR_VERIFICATION_SESSION" });
});

test("a token is renewed a minute before its end, once for all who ask, with the latest refresh token", async () => {
  const scene = await start();
  scene.nowMs = 1_539_999;
  assert.equal(await access(scene), "access-0");
  scene.nowMs = 1_540_000;
  assert.deepEqual(await Promise.all([access(scene), access(scene)]), ["access-1", "access-1"]);
  assert.equal(tokenRequests(scene).length, 1);
  assert.match(tokenRequests(scene)[0] ?? "", /refresh_token=refresh-0/);
  scene.nowMs += 600_000;
  await access(scene);
  assert.match(tokenRequests(scene)[1] ?? "", /refresh_token=refresh-1/);
});

test("a short-lived token is used for half of its life, one without an end until it is refused", async () => {
  const short = await start(makeSession({}, { expiresAt: 1_020_000 }));
  short.nowMs = 1_009_999;
  assert.equal(await access(short), "access-0");
  short.nowMs = 1_010_000;
  assert.equal(await access(short), "access-1");
  const endless = await start(makeSession({}, { expiresAt: undefined }));
  endless.nowMs = 9_000_000;
  assert.equal(await access(endless), "access-0");
  const session = await endless.renewal.getUsable();
  assert.equal((await endless.renewal.getUsable(session)).generation, 1);
  assert.equal((await endless.renewal.getUsable(session)).generation, 1, "refused was another one");
  assert.equal(tokenRequests(endless).length, 1);
});

test("without a refresh token and without frames, a session ends with its token", async () => {
  const scene = await start(makeSession({}, { refreshToken: undefined }));
  assert.equal(scene.renewal.canRenew(makeSession({}, { refreshToken: undefined })), false);
  scene.nowMs = 1_599_999;
  assert.equal(await access(scene), "access-0");
  scene.nowMs = 1_600_000;
  await assert.rejects(access(scene), { code: "ERR_VERIFICATION_SESSION" });
  assert.equal(scene.changes.at(-1)?.kind, "session.expired");
});

test("after a renewal that failed, a token that is still good is used, and the provider left alone for ten seconds", async () => {
  const scene = await start();
  scene.token = refuse("temporarily_unavailable");
  scene.nowMs = 1_550_000;
  for (let count = 0; count < 3; count += 1) assert.equal(await access(scene), "access-0");
  assert.equal(tokenRequests(scene).length, 1);
  assert.deepEqual(scene.events.filter(({ type }) => type === "session.renewal_failed").length, 1);
  scene.nowMs += 10_000;
  await access(scene);
  assert.equal(tokenRequests(scene).length, 2);
  const session = await scene.renewal.getUsable();
  await assert.rejects(scene.renewal.getUsable(session), { error: "temporarily_unavailable" });
  scene.nowMs = 1_600_000;
  await assert.rejects(access(scene), { error: "temporarily_unavailable" });
  assert.equal((await scene.parts.holder.get())?.id, "one", "the session was not given up");
});

for (const error of ["invalid_grant", "login_required"]) {
  test(`a provider that says ${error} has ended the session`, async () => {
    const scene = await start();
    scene.token = refuse(error);
    scene.nowMs = 1_550_000;
    await assert.rejects(access(scene), { error });
    assert.equal(scene.changes.at(-1)?.kind, "session.expired");
    await assert.rejects(access(scene), { code: "ERR_VERIFICATION_SESSION" });
  });
}

test("a bound session whose key is gone is over, and its refresh token is not sent (RFC 9449 §5)", async () => {
  const scene = await start(makeSession({}, { jkt: "another", response: { access_token: "a", token_type: "DPoP" } }));
  scene.nowMs = 1_550_000;
  await assert.rejects(access(scene), { code: "ERR_CONFIGURATION_KEY" });
  assert.deepEqual([tokenRequests(scene), scene.changes.at(-1)?.kind], [[], "session.expired"]);
});

test("whoever signed in while a renewal failed does not get the token of the one before", async () => {
  const scene = await start();
  scene.nowMs = 1_550_000;
  scene.token = async () => {
    await scene.parts.holder.put(makeSession({ id: "two" }), "session.signed_in");
    return refuse("server_error")();
  };
  await assert.rejects(access(scene), { error: "server_error" });
  assert.equal((await scene.parts.holder.get())?.id, "two");
});

test("whoever signed in while a renewal ran stays signed in", async () => {
  const scene = await start();
  scene.nowMs = 1_550_000;
  const answer = scene.token;
  scene.token = async () => {
    await scene.parts.holder.put(makeSession({ id: "two" }), "session.signed_in");
    return answer();
  };
  await assert.rejects(access(scene), { code: "ERR_VERIFICATION_SESSION" });
  assert.equal((await scene.parts.holder.get())?.id, "two");
});

test("a sign-out before the turn of a renewal ends it, and what another page has renewed is taken over", async () => {
  const scene = await start();
  scene.nowMs = 1_550_000;
  const { exclusive, holder } = scene.parts;
  let release = (): void => undefined;
  const name = "https://id.example.com spa";
  const hold = (): Promise<void> =>
    exclusive(
      name,
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
  const held = hold();
  const waiting = access(scene);
  waiting.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await holder.put(
    makeSession({ generation: 1 }, { response: { access_token: "theirs", token_type: "Bearer" } }),
    "session.renewed",
  );
  release();
  assert.equal(await waiting, "theirs");
  await held;
  const again = hold();
  const other = scene.renewal.getUsable(await holder.get());
  other.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await holder.end("session.signed_out");
  release();
  await assert.rejects(other, { code: "ERR_VERIFICATION_SESSION" });
  await again;
  assert.deepEqual(tokenRequests(scene), []);
});

test("a frame is asked where there is no refresh token, or it has ended; and for nothing else", async () => {
  const silent: BrowserSceneOptions = { options: { silentSignIn: { timeoutMs: 20 } } };
  const without = await start(makeSession({}, { refreshToken: undefined }), silent);
  assert.equal(without.renewal.canRenew(makeSession({}, { refreshToken: undefined })), true);
  without.nowMs = 1_550_000;
  assert.equal(await access(without), "access-0", "the frame did not answer, the token is still good");
  assert.equal(new URL(without.page.opened[0]?.url ?? "").searchParams.get("prompt"), "none");
  const ended = await start(makeSession(), silent);
  ended.token = refuse("invalid_grant");
  ended.nowMs = 1_550_000;
  await access(ended);
  assert.equal(ended.page.opened.length, 1);
  const other = await start(makeSession(), silent);
  other.token = refuse("server_error");
  other.nowMs = 1_550_000;
  await access(other);
  assert.equal(other.page.opened.length, 0);
});
