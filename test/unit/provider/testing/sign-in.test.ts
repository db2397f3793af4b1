import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../../src/index.ts";
import { createProvider, type ProviderOptions } from "../../../../src/provider/index.ts";
import { createTestPasswordHasher, type SignInOptions, signIn } from "../../../../src/provider/testing/index.ts";

const password = `correct "horse" & <battery>`;
const app = "https://app.example.com/callback";

function start(options: Partial<ProviderOptions> = {}) {
  const issuer = options.issuer ?? "https://id.example.com/tenant";
  const client = { client_id: "web", client_secret: "s".repeat(43), redirect_uris: [app] };
  const provider = createProvider({
    issuer,
    clients: [client],
    accounts: [
      { id: "ada", username: "ada", password },
      { id: "bob", username: "bob", password, requiresPasswordChange: true },
    ],
    accountRules: { hasher: createTestPasswordHasher({ issuer }) },
    ...options,
  });
  const application = createClient({ issuer, client, fetch: provider.fetch });
  const begin = (prompt?: string) =>
    application.startAuthorization({ scope: "openid", ...(prompt !== undefined && { prompt }) });
  const ada = (authorizationUrl: string): SignInOptions => ({ username: "ada", password, authorizationUrl });
  return { provider, application, begin, ada };
}

test("signIn: by the forms for login and consent to a code that is good", async () => {
  const { provider, application, begin, ada } = start();
  const { url, transaction } = await begin();
  const callback = await signIn(provider, ada(url));
  assert.match(callback, /^https:\/\/app\.example\.com\/callback\?.*code=/);
  assert.equal((await application.finishAuthorization(callback, transaction)).claims?.sub, "ada");
});

test("signIn: a person who denies consent leads to the error of the protocol (RFC 6749 §4.1.2.1)", async () => {
  const { provider, begin, ada } = start();
  const { url } = await begin();
  const callback = new URL(await signIn(provider, { ...ada(url), decision: "deny" }));
  assert.equal(callback.searchParams.get("error"), "access_denied");
});

test("signIn: a first-party client asks for no consent", async () => {
  const { provider, begin, ada } = start({ firstPartyClients: ["web"] });
  const { url } = await begin();
  assert.match(await signIn(provider, ada(url)), /code=/);
});

test("signIn: a browser goes on with its cookies, and is asked nothing twice", async () => {
  const { provider, begin, ada } = start();
  const cookies = new Map<string, string>();
  await signIn(provider, { ...ada((await begin()).url), cookies });
  assert.ok([...cookies.keys()].some((name) => name.includes("session")));
  const { url } = await begin("none");
  const stranger = new URL(await signIn(provider, ada(url)));
  assert.equal(stranger.searchParams.get("error"), "login_required");
  const known = await signIn(provider, { ...ada((await begin("none")).url), password: "wrong", cookies });
  assert.match(known, /code=/);
});

for (const [title, change, words] of [
  ["a wrong password", { password: "guessed" }, /status 4\d\d: Sign in: The name or the password is not right\.$/],
  ["a page that asks for something else", { username: "bob" }, /status 200: .*password/i],
  [
    "a request that is refused",
    { authorizationUrl: "https://id.example.com/tenant/authorize?client_id=nobody" },
    /status 400: This did not work: The client is not known\.$/,
  ],
] as const)
  test(`signIn: ${title} rejects in the words of the page`, async () => {
    const { provider, begin, ada } = start();
    const { url } = await begin();
    await assert.rejects(signIn(provider, { ...ada(url), ...change }), words);
  });

test("signIn: redirects in a circle come to an end", async () => {
  const issuer = "https://id.example.com";
  const circle = { issuer, fetch: async () => Response.redirect(`${issuer}/login`, 303) };
  await assert.rejects(
    signIn(circle, { username: "ada", password, authorizationUrl: new URL(`${issuer}/authorize`) }),
    /The sign-in has not ended after 15 requests\./,
  );
});

for (const issuer of [
  "http://127.0.0.1:4000",
  "http://localhost",
  "http://[::1]:4000",
  "https://id.example.com/tenant",
  "https://op.example",
  "https://login.shop.test:8443",
])
  test(`createTestPasswordHasher: hashes for ${issuer}`, async () => {
    const hasher = createTestPasswordHasher({ issuer });
    const hash = await hasher.hash(password);
    assert.match(hash, /^\$scrypt\$ln=4,/);
    assert.equal((await hasher.verify(password, hash)).matches, true);
    assert.equal((await hasher.verify("guessed", hash)).matches, false);
  });

for (const issuer of ["https://id.shop.com", "https://notexample.com", "https://example.com.evil.org", "not a URL", ""])
  test(`createTestPasswordHasher: refuses "${issuer}", where people may have passwords`, () => {
    assert.throws(() => createTestPasswordHasher({ issuer }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "issuer",
    });
  });
