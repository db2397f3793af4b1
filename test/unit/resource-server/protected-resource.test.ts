import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { fetchProtectedResourceMetadata } from "../../../src/metadata/protected-resource-metadata.ts";
import { createIntrospectionScene, refusalOf, serverOf } from "../../fixtures/resource-server-scene.ts";

type Settings = NonNullable<Parameters<typeof serverOf>[1]>;

function published(metadata: Readonly<Record<string, unknown>> = {}, settings: Settings = {}) {
  const server = serverOf(createIntrospectionScene(), { metadata, ...settings });
  const get = (url: string, method = "GET") => server.metadataResponse({ method, url });
  return { server, get };
}

test("protected resource: the metadata stands at the well-known path, with what is known filled in (RFC 9728 §3.2)", async () => {
  const { get } = published(
    { scopes_supported: ["orders.read"], resource_name: "Orders" },
    { dpop: { algorithms: ["ES256"] } },
  );
  const response = get("https://api.example.com/.well-known/oauth-protected-resource");
  assert.deepEqual(await response?.json(), {
    resource: "https://api.example.com",
    authorization_servers: ["https://id.example.com"],
    bearer_methods_supported: ["header"],
    dpop_signing_alg_values_supported: ["ES256"],
    scopes_supported: ["orders.read"],
    resource_name: "Orders",
  });
  assert.deepEqual(Object.fromEntries(response?.headers ?? []), {
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=3600",
    "content-type": "application/json",
  });
});

const places: readonly (readonly [resource: string, url: string])[] = [
  ["https://api.example.com", "https://api.example.com/.well-known/oauth-protected-resource"],
  ["https://api.example.com/", "https://api.example.com/.well-known/oauth-protected-resource"],
  ["https://api.example.com/orders", "https://api.example.com/.well-known/oauth-protected-resource/orders"],
  ["https://api.example.com/orders/", "https://api.example.com/.well-known/oauth-protected-resource/orders/"],
  ["https://api.example.com/a/b?tenant=1", "https://api.example.com/.well-known/oauth-protected-resource/a/b?tenant=1"],
];

for (const [resource, url] of places) {
  test(`protected resource: ${resource} has its path inserted, and challenges name the place (RFC 9728 §3.1)`, async () => {
    const { server, get } = published({ resource });
    assert.equal(get(url)?.status, 200);
    assert.equal(get(url.slice("https://api.example.com".length))?.status, 200);
    for (const other of [
      "https://api.example.com/",
      "/.well-known/oauth-protected-resource/other",
      "/.well-known/openid-configuration",
      `${url.split("?")[0]}/x`,
    ])
      assert.equal(get(other), undefined);
    const [, { challenge }] = await refusalOf(
      server,
      server.authenticate({ method: "GET", url: resource, headers: {} }),
    );
    assert.equal(challenge, `Bearer resource_metadata="${url}"`);
    const http = createHttp({
      fetch: async (input, init) => get(input, init.method) ?? new Response(null, { status: 404 }),
    });
    assert.equal((await fetchProtectedResourceMetadata({ http }, resource)).metadata.resource, resource);
  });
}

test("protected resource: a query counts where the resource has one, and is ignored otherwise", () => {
  const path = "/.well-known/oauth-protected-resource";
  assert.equal(published().get(`${path}?x=1`)?.status, 200);
  assert.equal(published({ resource: "https://api.example.com/?t=1" }).get(`${path}?t=2`), undefined);
});

test("protected resource: other methods are answered as HTTP wants them (RFC 9110 §9.3)", async () => {
  const { get } = published();
  const url = "/.well-known/oauth-protected-resource";
  const head = get(url, "HEAD");
  assert.deepEqual(
    [head?.status, await head?.text(), head?.headers.get("content-type")],
    [200, "", "application/json"],
  );
  const preflight = get(url, "OPTIONS");
  assert.deepEqual(
    [
      preflight?.status,
      preflight?.headers.get("access-control-allow-origin"),
      preflight?.headers.get("access-control-allow-methods"),
    ],
    [204, "*", "GET, HEAD"],
  );
  const post = get(url, "POST");
  assert.deepEqual([post?.status, post?.headers.get("allow")], [405, "GET, HEAD, OPTIONS"]);
});

test("protected resource: without the option nothing is published, and challenges name a place only where one is given", async () => {
  const server = serverOf(createIntrospectionScene());
  assert.equal(server.metadataResponse({ method: "GET", url: "/.well-known/oauth-protected-resource" }), undefined);
  const { server: named } = published({}, { resourceMetadata: "https://docs.example.com/meta" });
  const [, { challenge }] = await refusalOf(
    named,
    named.authenticate({ method: "GET", url: "https://api.example.com/", headers: {} }),
  );
  assert.equal(challenge, 'Bearer resource_metadata="https://docs.example.com/meta"');
});

test("protected resource: metadata that breaks its specification is refused when it is made (RFC 9728 §2)", () => {
  for (const [metadata, parameter] of [
    [{ resource: "orders" }, "metadata.resource"],
    [{ resource: "https://api.example.com/#a" }, "metadata.resource"],
    [{ resource: "http://api.example.com" }, "metadata.resource"],
    [{ resource: 5 }, "metadata.resource"],
    [{ scopes_supported: "orders.read" }, "metadata.scopes_supported"],
    [{ jwks_uri: "http://api.example.com/jwks" }, "metadata.jwks_uri"],
    [{ authorization_servers: ["id"] }, "metadata.authorization_servers.0"],
  ] as const)
    assert.throws(() => published(metadata), { code: "ERR_CONFIGURATION_OPTION", parameter });
});

test("protected resource: of several audiences none is guessed", () => {
  const audience = ["https://api.example.com", "https://files.example.com"];
  assert.throws(() => published({}, { audience }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "metadata.resource",
  });
  assert.equal(
    published({ resource: "https://files.example.com" }, { audience }).get("/.well-known/oauth-protected-resource")
      ?.status,
    200,
  );
});
