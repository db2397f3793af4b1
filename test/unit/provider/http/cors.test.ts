import assert from "node:assert/strict";
import { test } from "node:test";
import { answerPreflight, prepareCors } from "../../../../src/provider/http/cors.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { setUpProvider, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const spa = {
  client_id: "spa",
  token_endpoint_auth_method: "none" as const,
  redirect_uris: ["https://spa.example.com/callback", "com.example.app:/callback"],
};
const clients = [webClient, spa];
const token = "https://id.example.com/token";

const documents = ["https://id.example.com/.well-known/openid-configuration", "https://id.example.com/jwks"];
for (const url of documents)
  test(`CORS: every page may read ${url}`, async () => {
    const { provider } = await setUpProvider();
    const response = await provider.fetch(url, { headers: { Origin: "https://anywhere.example" } });
    assert.deepEqual([response.status, allowed(response)], [200, "*"]);
    assert.equal(allowed(await provider.fetch(url)), null, "not asked, not said");
  });

const rows: readonly (readonly [
  title: string,
  origin: string,
  clientId: string,
  options: Partial<ProviderOptions>,
  want: string | null,
])[] = [
  ["the page of a public client's redirect URI", "https://spa.example.com", "spa", {}, "https://spa.example.com"],
  ["another page", "https://evil.example.com", "spa", {}, null],
  ["the same page for another client", "https://spa.example.com", "web", {}, null],
  ["a page of a confidential client", "https://app.example.com", "web", {}, null],
  ["a sandboxed page", "null", "spa", {}, null],
  [
    "a page that the configuration names",
    "https://admin.example.com",
    "web",
    { cors: { originsByClient: { web: ["https://admin.example.com"] } } },
    "https://admin.example.com",
  ],
  [
    "a redirect URI where the configuration names another page",
    "https://spa.example.com",
    "spa",
    { cors: { originsByClient: { spa: [] } } },
    null,
  ],
  ["an unknown client", "https://spa.example.com", "nobody", {}, null],
];
for (const [title, Origin, client_id, options, want] of rows)
  test(`CORS: the token endpoint and ${title}`, async () => {
    const { provider } = await setUpProvider({ clients, ...options });
    const response = await provider.fetch(token, {
      method: "POST",
      headers: { Origin },
      body: new URLSearchParams({ client_id, grant_type: "x" }),
    });
    assert.equal(allowed(response), want);
    assert.equal(response.headers.get("vary"), "Origin");
    assert.equal(response.headers.get("access-control-allow-credentials"), null);
    assert.ok((await response.json()).error, "the body is still there to be read by the endpoint");
  });

test("CORS: a client that authenticates with Basic is known by it", async () => {
  const origins = { cors: { originsByClient: { web: ["https://admin.example.com"] } } };
  const { provider } = await setUpProvider({ clients, ...origins });
  const ask = (credentials: string): Promise<Response> =>
    provider.fetch(token, {
      method: "POST",
      headers: {
        Origin: "https://admin.example.com",
        Authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
  assert.equal(allowed(await ask("web:web-secret-of-at-least-32-octets-here")), "https://admin.example.com");
  assert.equal(allowed(await ask("%zz:x")), null);
});

test("CORS: a page may ask whether it may ask, for these fields", async () => {
  const { provider } = await setUpProvider();
  const response = await provider.fetch(token, {
    method: "OPTIONS",
    headers: {
      Origin: "https://spa.example.com",
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "dpop",
    },
  });
  assert.deepEqual([response.status, allowed(response)], [204, "*"]);
  assert.equal(response.headers.get("access-control-allow-methods"), "POST");
  assert.equal(response.headers.get("access-control-allow-headers"), "Authorization, Content-Type, DPoP");
  assert.equal((await provider.fetch(token, { method: "OPTIONS" })).status, 405, "no question of a browser");
});

test("CORS: what a person looks at is for no other page", async () => {
  const { provider } = await setUpProvider();
  const headers = { Origin: "https://spa.example.com", "Access-Control-Request-Method": "GET" };
  const url = "https://id.example.com/end-session";
  assert.equal(allowed(await provider.fetch(url, { headers })), null);
  assert.equal((await provider.fetch(url, { method: "OPTIONS", headers })).status, 405);
  const raw = new Request("https://id.example.com/authorize", { method: "OPTIONS", headers });
  const route = { kind: "page", metadata: "authorization_endpoint", methods: ["GET"] } as const;
  assert.equal(answerPreflight({ route, raw }), undefined);
});

test("CORS: endpoints that servers alone call are for no page", async () => {
  const { context } = await setUpProvider();
  const raw = new Request("https://id.example.com/introspect", { headers: { Origin: "https://spa.example.com" } });
  const route = { kind: "endpoint", metadata: "introspection_endpoint", methods: ["POST"] } as const;
  const response = new Response("{}");
  assert.equal(await prepareCors(context, { route, raw })(response), response);
});

test("CORS: a form without end is not read for its client", async () => {
  const { provider } = await setUpProvider({ clients });
  const body = new URLSearchParams({ client_id: "spa", filler: "x".repeat(70_000) });
  const response = await provider.fetch(token, {
    method: "POST",
    headers: { Origin: "https://spa.example.com" },
    body,
  });
  assert.deepEqual([response.status, allowed(response)], [413, null]);
});

for (const origin of ["https://app.example.com/", "*", "app.example.com", "null"])
  test(`CORS options: ${origin} is no origin`, async () => {
    await assert.rejects(setUpProvider({ cors: { originsByClient: { web: [origin] } } }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "cors.originsByClient",
    });
  });

function allowed(response: Response): string | null {
  return response.headers.get("access-control-allow-origin");
}
