import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "../../../src/client/client.ts";
import { createFakeClient, logIn } from "../../fixtures/fake-client.ts";
import { createFakeServer } from "../../fixtures/fake-server.ts";

/** Calls a method as code without types does. */
async function call(client: Client, method: string, ...given: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(client, method);
  assert.ok(typeof found === "function", method);
  return Reflect.apply(found, undefined, given);
}

for (const [method, position, option, words] of [
  ["startAuthorization", 1, "appstate", /Did you mean appState\?/],
  ["startAuthorization", 1, "state", /There are: signal, extra, appState\./],
  ["finishAuthorization", 2, "resources", /Did you mean resource\?/],
  ["finishAuthorization", 2, "authorization_details", /Did you mean authorizationDetails\?/],
  ["finishImplicitAuthorization", 2, "abort", /There are: signal\./],
  ["startBackchannelAuthentication", 1, "delivery_mode", /Did you mean deliveryMode\?/],
  ["pollBackchannelToken", 1, "onpending", /Did you mean onPending\?/],
  ["requestDeviceToken", 1, "wait", /There are/],
  ["introspect", 1, "response_format", /Did you mean responseFormat\?/],
  ["refresh", 2, "previousClaims", /There are: signal, extra\./],
  ["userInfo", 1, "expected_subject", /Did you mean expectedSubject\?/],
  ["startLogout", 2, "hint_encryption", /Did you mean hintEncryption\?/],
  ["handleBackchannelLogout", 2, "timeoutMs", /There are: signal\./],
  ["metadata", 0, "Signal", /Did you mean signal\?/],
  ["context", 0, "refresh", /There are: signal\./],
] as const) {
  test(`client: ${method} refuses the option ${option}, which it does not have, before anything is sent`, async () => {
    const server = await createFakeServer();
    const given = [...Array.from({ length: position }, () => ({})), { [option]: undefined }];
    await assert.rejects(call(createFakeClient(server), method, ...given), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: option,
      message: words,
    });
    assert.equal(server.requests.length, 0);
  });
}

for (const options of ["text", 1, null, true]) {
  test(`client: options that are ${JSON.stringify(options)} are refused`, async () => {
    await assert.rejects(call(createFakeClient(await createFakeServer()), "clientCredentials", {}, options), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "clientCredentials",
    });
  });
}

test("client: every method has its options checked, and options that are there pass", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  for (const method of Object.keys(client))
    await assert.rejects(call(client, method, { zzz: 1 }, { zzz: 1 }, { zzz: 1 }), { parameter: "zzz" }, method);
  const tokens = await logIn(server, client);
  const { signal } = new AbortController();
  assert.equal((await client.userInfo(tokens, { signal })).sub, "user-1");
  assert.equal((await client.metadata(undefined)).issuer, "https://id.example.com");
  assert.ok(Object.isFrozen(client));
});
