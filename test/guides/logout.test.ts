import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, type TokenSet } from "../../src/index.ts";
import { createGuideServer, type GuideServer } from "./guide-server.ts";

const app = "https://app.example.com";

/** Runs an example against the provider of the guides, and keeps what it prints. */
async function run<T>(work: (server: GuideServer) => Promise<T>): Promise<readonly string[]> {
  const server = await createGuideServer();
  const printed: string[] = [];
  const { fetch } = globalThis;
  const { log, error } = console;
  globalThis.fetch = server.fetch;
  console.log = console.error = (line: string) => void printed.push(line);
  try {
    await work(server);
  } finally {
    globalThis.fetch = fetch;
    Object.assign(console, { log, error });
  }
  return printed;
}

async function logIn(server: GuideServer): Promise<TokenSet> {
  const registration = { client_id: "web", client_secret: "secret", redirect_uris: [`${app}/callback`] };
  const client = createClient({ issuer: "https://id.example.com", client: registration });
  const { url, transaction } = await client.startAuthorization();
  return client.finishAuthorization(await server.authorize(url), transaction);
}

test("guides: end-session", async () => {
  const printed = await run(async (server) => {
    const guide = await import("../../examples/guides/end-session.ts");
    const { url, transaction } = await guide.logOut(await logIn(server));
    const { searchParams } = new URL(url);
    assert.equal(searchParams.get("post_logout_redirect_uri"), `${app}/signed-out`);
    assert.equal(searchParams.get("id_token_hint")?.split(".").length, 3);
    const back = `${app}/signed-out?state=${searchParams.get("state")}`;
    assert.equal(await guide.finish(back, transaction), "You are signed out.");
    await assert.rejects(guide.finish(`${back}x`, transaction), { code: "ERR_VERIFICATION_STATE" });
  });
  assert.deepEqual(printed, ["3 fields for https://id.example.com/logout"]);
});

test("guides: logout-token", async () => {
  const printed = await run(async (server) => {
    const guide = await import("../../examples/guides/logout-token.ts");
    const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
    const logout_token = await server.sign({ sid: "session-1", jti: "j-1", events }, { typ: "logout+jwt" });
    const request = (): Request => {
      const body = new URLSearchParams({ logout_token });
      return new Request(`${app}/backchannel-logout`, { method: "POST", body });
    };
    assert.equal((await guide.backchannelLogout(request())).status, 200);
    assert.equal(guide.sessions.size, 0);
    assert.equal((await guide.backchannelLogout(request())).status, 400);

    guide.sessions.set("session-2", { sub: "user-2" });
    const url = `${app}/frontchannel-logout?iss=https://id.example.com&sid=session-2`;
    await guide.frontchannelLogout(new Request(url), "session-3");
    assert.equal(guide.sessions.size, 1);
    const { headers } = await guide.frontchannelLogout(new Request(url), "session-2");
    assert.equal(headers.get("content-security-policy"), "frame-ancestors https://id.example.com");
    assert.equal(guide.sessions.size, 0);
  });
  assert.equal(printed.length, 1);
  assert.match(printed[0] ?? "", /A logout token with this jti has been used already/);
});

test("guides: session-management", async () => {
  const printed = await run(async () => {
    const guide = await import("../../examples/guides/session-management.ts");
    const frame = await guide.describeFrame(`${app}/callback?code=c&session_state=digest.salt`);
    const posted: unknown[] = [];
    const window = {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      setInterval: () => 1,
      clearInterval: () => undefined,
    };
    const iframe = { contentWindow: { postMessage: (...message: unknown[]) => void posted.push(message) } };
    guide.watch({ window, iframe }, frame, () => undefined)();
    assert.deepEqual(posted, [[frame.message, "https://id.example.com"]]);
    assert.equal(frame.message, "web digest.salt");
  });
  assert.deepEqual(printed, ["load https://id.example.com/session"]);
});
