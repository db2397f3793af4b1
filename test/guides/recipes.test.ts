import assert from "node:assert/strict";
import { test } from "node:test";
import { createService, createTlsService, getToken, listProblems, refresh } from "../../examples/recipes.ts";
import { issuer, json } from "../fixtures/fake-server.ts";
import { createGuideServer } from "./guide-server.ts";

const realFetch = globalThis.fetch;

test("recipes of README.md: a service authenticates with its key, and refreshes until the server says no", async () => {
  const server = await createGuideServer();
  globalThis.fetch = (input, init) => server.fetch(input, init);
  try {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
    const service = createService(privateKey);
    const tokens = await getToken(service);
    assert.equal(tokens.response.access_token, "guide-access-token");
    const { form } = server.requests.at(-1) ?? assert.fail("nothing was sent");
    assert.equal(form.get("client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

    const old = { ...tokens, issuer, refreshToken: "guide-refresh-token" };
    server.answer("/token", () => json({ access_token: "a", token_type: "Bearer", refresh_token: "next" }));
    assert.equal((await refresh(service, old))?.refreshToken, "next");
    server.answer("/token", () => json({ error: "invalid_grant" }, 400));
    assert.equal(await refresh(service, old), undefined);
  } finally {
    globalThis.fetch = realFetch;
  }
});

test("recipes of README.md: a message is checked on its own", () => {
  assert.deepEqual(listProblems({ access_token: "a", token_type: "Bearer" }), []);
  assert.deepEqual(listProblems({ access_token: "a" }), ["/token_type is required"]);
});

test("recipes of README.md: a service with a certificate is told when the certificate is none", () => {
  assert.throws(() => createTlsService("no certificate", "no key"), { code: "ERR_CONFIGURATION_KEY" });
});
