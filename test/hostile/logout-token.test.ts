import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "../../src/client/client.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { clientId, createFakeServer, issuer, type Members, sharedKey, signJws } from "../fixtures/fake-server.ts";
import { assertNoSecret } from "../fixtures/refusals.ts";
import { runTraits } from "./run-traits.ts";
import { backchannelLogout, replayedLogout } from "./scenarios/notices.ts";

await runTraits({ name: "logout-token", scenario: backchannelLogout, others: { replay: replayedLogout } });

const now = 1_800_000_000;
const event = "http://schemas.openid.net/event/backchannel-logout";
const honestHeader: Members = { alg: "RS256", kid: "main", typ: "logout+jwt" };
const honestClaims: Members = {
  iss: issuer,
  aud: clientId,
  sub: "user-1",
  sid: "s",
  iat: now,
  exp: now + 120,
  jti: "j",
  events: { [event]: {} },
};

test("a hostile logout token: the honest twin is accepted", async () => {
  assert.deepEqual(
    await attack(await makeClient(), await signJws(honestHeader, honestClaims, await sharedKey("main"))),
    [200, ["s"], []],
  );
});

test("a hostile logout token: an ID token of a login ends no session", async () => {
  const server = await createFakeServer({ claims: (honest) => ({ ...honest, sid: "s", jti: "j" }) });
  const client = createFakeClient(server);
  const { response } = await logIn(server, client);
  assert.deepEqual(await attack(client, response.id_token ?? ""), [400, [], ["ERR_VALIDATION_CLAIMS"]]);
});

test("a hostile logout token: a logout token without typ is no ID token of a refresh", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.behaviour.claims = (honest) => ({ ...honest, jti: "j", events: { [event]: {} } });
  await assert.rejects(client.refresh(tokens), { code: "ERR_VERIFICATION_JWT_TYPE" });
});

for (const token of ["", "x", "a.b.c", `${"a".repeat(70_000)}.b.c`, "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"]) {
  test(`a hostile logout token: ${token.slice(0, 20) || "nothing"} ends no session`, async () => {
    const [status, ended, codes] = await attack(await makeClient(), token);
    assert.deepEqual([status, ended, codes.length], [400, [], 1]);
  });
}

async function makeClient(): Promise<Client> {
  return createFakeClient(await createFakeServer());
}

/** Posts a token to the client: the status of its answer, the sessions that ended, the codes of its errors. */
async function attack(client: Client, logout_token: string): Promise<readonly [number, unknown[], string[]]> {
  const ended: unknown[] = [];
  const codes: string[] = [];
  const body = new URLSearchParams({ logout_token });
  const request = new Request("https://app.example.com/logout", { method: "POST", body });
  const response = await client.handleBackchannelLogout(request, {
    endSessions: ({ sid }) => void ended.push(sid),
    onError: (error) => {
      assert.ok(isAuthError(error), String(error));
      assertNoSecret(error);
      codes.push(error.code);
    },
  });
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.doesNotMatch(await response.text(), /(?:client|access)-secret|eyJ/);
  return [response.status, ended, codes];
}
