import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import type { StartedAuthorization } from "../../src/endpoints/start-authorization.ts";
import { createHttp } from "../../src/http/openapi-client.ts";
import {
  buildClientIdMetadataDocument,
  fetchClientIdMetadataDocument,
} from "../../src/metadata/client-id-metadata-document.ts";

/** The recipe of docs/guides/mcp.md, run against an MCP-like server and its authorization server, both in memory. */
interface Recipe {
  readonly started: StartedAuthorization;
  readonly finish: (callbackUrl: string) => Promise<Response>;
}

interface World {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly log: string[];
  /** The user consents: the browser comes back with a code. */
  readonly consent: (url: string) => Promise<string>;
}

interface Wishes {
  /** Whether the server reads client ID metadata documents. */
  readonly documents: boolean;
  /** What the resource says instead of the well-known URL of its path. */
  readonly challenge: string;
  /** Where the metadata of the resource is, and which resource it names. */
  readonly metadata: readonly [url: string, resource: string];
  readonly pkce?: readonly string[];
}

const issuer = "https://id.example.com/tenant";
const realFetch = globalThis.fetch;
let count = 0;

function createWorld({ documents, challenge, metadata, pkce = ["S256"] }: Wishes): World {
  const log: string[] = [];
  const codes = new Map<string, URLSearchParams>();
  const clients = new Map<string, readonly string[]>();
  const [metadataUrl, resource] = metadata;
  const server = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    response_types_supported: ["code"],
    code_challenge_methods_supported: pkce,
    client_id_metadata_document_supported: documents,
    authorization_response_iss_parameter_supported: true,
    token_endpoint_auth_methods_supported: ["none"],
  };
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    log.push(`${init.method ?? "GET"} ${url}`);
    const text = String(init.body ?? "");
    switch (url) {
      case "https://mcp.example.com/mcp":
        return new Headers(init.headers).get("authorization") === "Bearer mcp-token"
          ? Response.json({ jsonrpc: "2.0", id: 1, result: {} })
          : new Response(null, { status: 401, headers: { "www-authenticate": challenge } });
      case metadataUrl:
        return Response.json({ resource, authorization_servers: [issuer], scopes_supported: ["tools", "files"] });
      case "https://id.example.com/.well-known/oauth-authorization-server/tenant":
        return Response.json(server);
      case "https://app.example.com/client.json":
        return Response.json(
          buildClientIdMetadataDocument({
            client_id: "https://app.example.com/client.json",
            client_name: "Notes",
            redirect_uris: ["http://127.0.0.1:8976/callback"],
          }),
        );
      case `${issuer}/register`: {
        const body = JSON.parse(text);
        assert.equal(body.application_type, "native");
        clients.set("registered-1", body.redirect_uris);
        return Response.json({ ...body, client_id: "registered-1" }, { status: 201 });
      }
      case `${issuer}/token`:
        return redeem(new URLSearchParams(text));
      default:
        return new Response("", { status: 404 });
    }
  };
  function redeem(form: URLSearchParams): Response {
    const asked = codes.get(form.get("code") ?? "");
    const hash = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isSame = ["client_id", "redirect_uri", "resource"].every((name) => asked?.get(name) === form.get(name));
    if (!isSame || hash !== asked?.get("code_challenge"))
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    return Response.json(
      { access_token: "mcp-token", token_type: "Bearer" },
      { headers: { "cache-control": "no-store" } },
    );
  }
  return {
    fetch,
    log,
    async consent(url) {
      const query = new URL(url).searchParams;
      const clientId = query.get("client_id") ?? "";
      const redirectUri = query.get("redirect_uri") ?? "";
      const known = documents
        ? (await fetchClientIdMetadataDocument({ http: createHttp({ fetch }) }, clientId)).document.redirect_uris
        : clients.get(clientId);
      assert.ok(known?.includes(redirectUri), "an unregistered redirect URI");
      assert.equal(query.get("code_challenge_method"), "S256");
      codes.set("code-1", query);
      return `${redirectUri}?${new URLSearchParams({ code: "code-1", state: query.get("state") ?? "", iss: issuer })}`;
    },
  };
}

/** Runs the example of the guide in this world. */
async function run(world: World): Promise<Recipe> {
  globalThis.fetch = (input, init) => world.fetch(String(input), init);
  count += 1;
  const module: Recipe = await import(new URL(`../../examples/guides/mcp.ts?run=${count}`, import.meta.url).href);
  return module;
}

beforeEach(() => {
  globalThis.fetch = realFetch;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

test("mcp: challenge, metadata, client ID metadata document, code with PKCE and resource, call", async () => {
  const metadataUrl = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
  const world = createWorld({
    documents: true,
    challenge: `Bearer resource_metadata="${metadataUrl}", scope="tools"`,
    metadata: [metadataUrl, "https://mcp.example.com/mcp"],
  });
  const { started, finish } = await run(world);
  const query = new URL(started.url).searchParams;
  assert.equal(query.get("client_id"), "https://app.example.com/client.json");
  assert.equal(query.get("scope"), "tools", "the scope of the challenge, not all of the resource's");
  assert.deepEqual(query.getAll("resource"), ["https://mcp.example.com/mcp"]);
  const answer = await finish(await world.consent(started.url));
  assert.equal(answer.status, 200);
  assert.deepEqual(world.log, [
    "POST https://mcp.example.com/mcp",
    `GET ${metadataUrl}`,
    "GET https://id.example.com/tenant/.well-known/openid-configuration",
    "GET https://id.example.com/.well-known/oauth-authorization-server/tenant",
    "GET https://id.example.com/tenant/.well-known/openid-configuration",
    "GET https://id.example.com/.well-known/oauth-authorization-server/tenant",
    "GET https://app.example.com/client.json",
    "POST https://id.example.com/tenant/token",
    "POST https://mcp.example.com/mcp",
  ]);
});

test("mcp: without resource_metadata and documents, the root's metadata and dynamic registration", async () => {
  const world = createWorld({
    documents: false,
    challenge: "Bearer",
    metadata: ["https://mcp.example.com/.well-known/oauth-protected-resource", "https://mcp.example.com"],
  });
  const { started, finish } = await run(world);
  const query = new URL(started.url).searchParams;
  assert.equal(query.get("client_id"), "registered-1");
  assert.equal(query.get("scope"), "tools files", "all of the resource's, because the challenge names none");
  assert.deepEqual(query.getAll("resource"), ["https://mcp.example.com"]);
  assert.equal((await finish(await world.consent(started.url))).status, 200);
});

test("mcp: a server that shows no PKCE is refused", async () => {
  const metadataUrl = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
  const world = createWorld({
    documents: true,
    challenge: "Bearer",
    metadata: [metadataUrl, "https://mcp.example.com/mcp"],
    pkce: ["plain"],
  });
  await assert.rejects(run(world), /no PKCE/);
});

test("mcp: an MCP server that speaks for another resource gets no token", async () => {
  const metadataUrl = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
  const world = createWorld({
    documents: true,
    challenge: `Bearer resource_metadata="${metadataUrl}"`,
    metadata: [metadataUrl, "https://bank.example.com/api"],
  });
  await assert.rejects(run(world), { code: "ERR_VERIFICATION_RESOURCE" });
  assert.deepEqual(world.log, ["POST https://mcp.example.com/mcp", `GET ${metadataUrl}`]);
});
