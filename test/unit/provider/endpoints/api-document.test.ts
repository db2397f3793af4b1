import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { issuer } from "../../../fixtures/provider/admin-provider.ts";

type Node = Readonly<Record<string, unknown>>;

async function readDocument(options: Partial<ProviderOptions> = {}): Promise<Node> {
  const provider = createProvider({ issuer, ...options });
  const response = await provider.fetch(`${provider.issuer}/openapi.json`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "public, max-age=900");
  return Object(await response.json());
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly item: Node;
  readonly operation: Node;
}

function listOperations({ paths }: Node): readonly Operation[] {
  return Object.entries(Object(paths)).flatMap(([path, item]) =>
    Object.entries(Object(item))
      .filter(([method]) => ["get", "post", "put", "delete", "patch"].includes(method))
      .map(([method, operation]) => ({ path, method, item: Object(item), operation: Object(operation) })),
  );
}

const everything = { admin: { clients: ["console"] }, registration: {}, ciba: { notify: async () => undefined } };

test("openapi.json: it has the URLs of this provider and only the routes that are offered", async () => {
  const document = await readDocument();
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(document.servers, [{ url: "https://id.example.com" }]);
  const paths = Object.keys(Object(document.paths));
  for (const path of ["/authorize", "/token", "/userinfo", "/jwks", "/.well-known/openid-configuration"])
    assert.ok(paths.includes(path), path);
  for (const path of [
    "/register",
    "/register/{client_id}",
    "/bc-authorize",
    "/challenge",
    "/check_session",
    "/.well-known/webfinger",
  ])
    assert.equal(paths.includes(path), false, path);
  assert.equal(
    paths.some((path) => path.startsWith("/admin")),
    false,
  );
});

test("openapi.json: options add what they offer", async () => {
  const document = await readDocument(everything);
  const paths = Object.keys(Object(document.paths));
  for (const path of ["/register", "/register/{client_id}", "/admin/clients", "/admin/clients/{client_id}/secret"])
    assert.ok(paths.includes(path), path);
  const { adminToken } = Object(document.components).securitySchemes;
  assert.equal(adminToken.flows.clientCredentials.tokenUrl, "https://id.example.com/token");
});

test("openapi.json: where the issuer has a path, the metadata of RFC 8414 stand before it (RFC 8414 §3.1)", async () => {
  const { paths } = await readDocument({ issuer: "https://example.com/tenant" });
  const item = Object(paths)["/.well-known/oauth-authorization-server/tenant"];
  assert.deepEqual(item.servers, [{ url: "https://example.com" }]);
});

test("openapi.json: every reference has something to refer to, and every component is referred to (OpenAPI 3.1 §4.8.23)", async () => {
  for (const options of [{}, everything]) {
    const document = await readDocument(options);
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, place = ""]) => place));
    assert.equal(/"\$ref":"[^#]/.test(text), false);
    for (const place of references) {
      const found = place.split("/").reduce<unknown>((node, name) => Object(node)[name], document);
      assert.ok(found !== undefined, place);
    }
    for (const [kind, entries] of Object.entries(Object(document.components)))
      for (const name of Object.keys(Object(entries)))
        assert.ok(kind === "securitySchemes" || references.has(`components/${kind}/${name}`), `${kind}/${name}`);
  }
});

test("openapi.json: operations have names of their own, tags, answers, known security and all parameters of their paths (OpenAPI 3.1 §4.8.10)", async () => {
  const document = await readDocument(everything);
  const operations = listOperations(document);
  assert.ok(operations.length > 40);
  const tags = Object(document.tags).map(({ name }: Node) => name);
  const schemes = Object.keys(Object(document.components).securitySchemes);
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { path, method, item, operation } of operations) {
    const place = `${method} ${path}`;
    assert.ok(tags.includes(Object(operation.tags)[0]), place);
    assert.equal(typeof operation.summary, "string", place);
    assert.ok(Object.keys(Object(operation.responses)).length > 0, place);
    const used = [...Object(operation.security ?? [])].flatMap((each: object) => Object.keys(each));
    assert.ok(
      used.every((name) => schemes.includes(name)),
      place,
    );
    const given = [...Object(item.parameters ?? []), ...Object(operation.parameters ?? [])].map(
      ({ name }: Node) => name,
    );
    for (const [, name] of path.matchAll(/\{(\w+)\}/g)) assert.ok(given.includes(name), `${place} ${name}`);
  }
});

test("openapi: the page lists every operation, without script and without anything from elsewhere", async () => {
  const provider = createProvider({ issuer, ...everything, pages: { name: "Acme & Sons" } });
  const response = await provider.fetch(`${issuer}/openapi`);
  const page = await response.text();
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.match(page, /<h1>Acme &amp; Sons: OAuth 2\.0 and OpenID Connect<\/h1>/);
  assert.equal(page.includes("<script"), false);
  assert.equal(/(?:src|href)="https?:/.test(page), false);
  for (const { path, method } of listOperations(await readDocument(everything)))
    assert.ok(page.includes(`<code>${method.toUpperCase()} ${path}</code>`), `${method} ${path}`);
  assert.match(page, /<code>grant_type<\/code>/);
  assert.match(page, /<code>limit<\/code> <span class="small">query<\/span>/);
});
