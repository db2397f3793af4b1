import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../src/index.ts";
import { createTestProvider, type TestProviderOptions } from "../../../src/testing/index.ts";

const quick = { keys: { algorithms: ["ES256"] }, client: { id_token_signed_response_alg: "ES256" } } as const;

async function open(options: TestProviderOptions = {}, asked: { readonly prompt?: "consent" } = {}) {
  const provider = createTestProvider({ ...quick, ...options });
  const { issuer, client, fetch, clock } = provider;
  const application = createClient({ issuer, client, fetch, clock });
  const { url } = await application.startAuthorization({ scope: "openid", ...asked });
  return { provider, url };
}

test("signIn: a name that is no account's is said, with those that there are", async () => {
  const { provider, url } = await open();
  await assert.rejects(provider.signIn(url, { as: "eve" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "as",
    remedy: "There are: ada.",
  });
});

test("signIn: a URL that is not the provider's is refused, whatever it is", async () => {
  const { provider } = await open();
  for (const url of ["https://other.example.com/authorize", "https://id.example.com.evil.example/", "nonsense"])
    await assert.rejects(
      provider.signIn(url),
      { code: "ERR_CONFIGURATION_OPTION", parameter: "authorizationUrl" },
      url,
    );
});

test("signIn: a person who says no is heard, and a no that nobody asked for is refused", async () => {
  const asked = await open({}, { prompt: "consent" });
  const callback = await asked.provider.signIn(asked.url, { decision: "deny" });
  assert.equal(new URL(callback).searchParams.get("error"), "access_denied");
  const { provider, url } = await open();
  await assert.rejects(provider.signIn(url, { decision: "deny" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "decision",
    remedy: 'Ask with prompt: "consent", or make the provider with firstPartyClients: [].',
  });
  const other = await open();
  assert.ok(new URL(await other.provider.signIn(other.url, { decision: "allow" })).searchParams.has("code"));
});
