import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { createRequestObjectHost } from "../../../../src/endpoints/index.ts";
import { createClient } from "../../../../src/index.ts";
import { signJwt } from "../../../../src/jose/sign-jwt.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import { codeOf, type Flow, goodRequest, issuer, spa, startFlow } from "../../../fixtures/provider/authorize-flow.ts";

const uri = "https://app.example.com/request.jwt";
const mediaType = "application/oauth-authz-req+jwt";

describe("request objects by reference (OpenID Connect Core §6.2)", () => {
  it("are fetched from a registered address, and lead to a code", async () => {
    const made = await start();
    assert.ok(codeOf(await made.ask(uri)));
    const [request] = made.fetched;
    assert.deepEqual(
      [made.fetched.length, request?.method, request?.url, request?.redirect],
      [1, "GET", uri, "manual"],
    );
    assert.match(request?.headers.get("accept") ?? "", /application\/oauth-authz-req\+jwt/);
  });

  it("count alone: what stands beside the request_uri does not (RFC 9101 §6.3)", async () => {
    const made = await start();
    const response = await made.flow.authorize({ request_uri: uri, state: "other" });
    assert.equal(new URL(response.headers.get("location") ?? "").searchParams.get("state"), "s-1");
  });

  it("are announced with the need to register them, where they are on", async () => {
    const { request_uri_parameter_supported: isOn, require_request_uri_registration: isRequired } = (
      await start()
    ).flow.context.metadata();
    assert.deepEqual([isOn, isRequired], [true, true]);
    const off = startFlow().context.metadata();
    assert.deepEqual([off.request_uri_parameter_supported, off.require_request_uri_registration], [false, undefined]);
  });

  it("are not fetched unless they are on", async () => {
    const made = await start({ options: { fetchRequestObjects: false } });
    await assertRefused(await made.ask(uri), "request_uri_not_supported");
    assert.equal(made.fetched.length, 0);
  });

  for (const other of [
    `${uri}?a=b`,
    `${uri}/`,
    "https://app.example.com/other",
    "https://APP.example.com/request.jwt",
    "urn:x:y",
    "x",
  ])
    it(`are not fetched from an address that is not registered: ${other}`, async () => {
      const made = await start();
      await assertRefused(await made.ask(other), "invalid_request_uri");
      assert.equal(made.fetched.length, 0);
    });

  it("are not fetched for a client that registered no address", async () => {
    const made = await start({ uris: undefined });
    await assertRefused(await made.ask(uri), "invalid_request_uri");
  });

  it("have the hash that the fragment says, or are refused", async () => {
    const made = await start();
    const object = await made.object();
    const hash = createHash("sha256").update(object).digest("base64url");
    made.serve(object);
    assert.ok(codeOf(await made.ask(`${uri}#${hash}`)));
    assert.equal(made.fetched[0]?.url, uri);
    await assertRefused(await made.ask(`${uri}#${hash.slice(1)}A`), "invalid_request_uri");
    await assertRefused(await made.ask(`${uri}#`), "invalid_request_uri");
  });

  it("whose address is registered with its hash need that hash", async () => {
    const made = await start({ uris: [`${uri}#${"A".repeat(43)}`] });
    await assertRefused(await made.ask(uri), "invalid_request_uri");
    assert.equal(made.fetched.length, 0);
    await assertRefused(await made.ask(`${uri}#${"A".repeat(43)}`), "invalid_request_uri");
    assert.equal(made.fetched.length, 1);
  });

  const bad: readonly (readonly [title: string, answer: () => Response | Promise<Response>])[] = [
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://app.example.com/x" } })],
    ["another status", () => new Response("gone", { status: 404, headers: { "content-type": mediaType } })],
    ["another media type", () => new Response("a.b.c", { headers: { "content-type": "text/html" } })],
    ["no media type", () => new Response(new Uint8Array([97]))],
    ["too much", () => new Response("a".repeat(65_537), { headers: { "content-type": mediaType } })],
    ["a failure of the network", () => Promise.reject(new TypeError("no route"))],
  ];
  for (const [title, answer] of bad)
    it(`are refused where the address answers with ${title}`, async () => {
      const made = await start({ answer });
      await assertRefused(await made.ask(uri), "invalid_request_uri");
    });

  it("are judged like those by value: a foreign one is no good request object", async () => {
    const made = await start();
    made.serve(await made.object({ client_id: "web" }));
    await assertRefused(await made.ask(uri), "invalid_request_object");
    made.serve("");
    await assertRefused(await made.ask(uri), "invalid_request_object");
  });

  it("are fetched from no private network, unless it is allowed", async () => {
    const uris = ["https://10.0.0.1/request.jwt"];
    const made = await start({ uris });
    await assertRefused(await made.ask(uris[0] ?? ""), "invalid_request_uri");
    assert.equal(made.fetched.length, 0);
    const allowed = await start({ uris, options: { clientAuthentication: { allowUrl: () => true } } });
    assert.ok(codeOf(await allowed.ask(uris[0] ?? "")));
  });

  it("can't be pushed (RFC 9126 §2.1)", async () => {
    const made = await start();
    const response = await made.flow.post("/par", { client_id: "spa", request_uri: uri });
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
  });

  it("do not stand for a pushed request, where a client must push (RFC 9126 §6)", async () => {
    const made = await start({ client: { require_pushed_authorization_requests: true } });
    const response = await made.ask(uri);
    assert.match(response.headers.get("location") ?? "", /error=invalid_request/);
  });

  it("of an address without TLS can't be registered", async () => {
    const made = createProvider({ issuer, fetchRequestObjects: true });
    const metadata = {
      redirect_uris: ["https://app.example.com/callback"],
      request_uris: ["http://app.example.com/r"],
    };
    await assert.rejects(made.admin.clients.create({ metadata }));
    await made.admin.clients.create({ metadata: { ...metadata, request_uris: [uri] } });
  });

  it("come from this library's own client and its host", async () => {
    const { privateKey, publicJwk } = await messageKey("ES256");
    const baseUrl = "https://app.example.com/request-objects";
    const host = createRequestObjectHost({ baseUrl });
    const given: string[] = [];
    const client = { ...spa, jwks: { keys: [publicJwk] } };
    const provider = (uris: readonly string[]) =>
      createProvider({
        issuer,
        clients: [{ ...client, request_uris: uris }],
        fetchRequestObjects: true,
        fetch: async (url, init) => {
          given.push(String(url));
          return host.respond(new Request(url, { ...init, signal: null }));
        },
      });
    const { url } = await createClient({
      issuer,
      client,
      fetch: provider([]).fetch,
      pushedAuthorizationRequests: "never",
      requestObject: { key: { key: privateKey, kid: "key-ES256" }, host },
    }).startAuthorization({ scope: "openid" });
    const requestUri = new URL(url).searchParams.get("request_uri") ?? "";
    assert.ok(requestUri.startsWith(baseUrl));
    const response = await provider([requestUri]).fetch(url, { redirect: "manual" });
    assert.match(response.headers.get("location") ?? "", /^https:\/\/id\.example\.com\/login/);
    assert.equal(given.length, 1);
  });
});

interface Setting {
  readonly uris?: readonly string[] | undefined;
  readonly client?: Partial<ConfiguredClient>;
  readonly options?: Partial<ProviderOptions>;
  readonly answer?: () => Response | Promise<Response>;
}

async function start(setting: Setting = {}) {
  const { client, options, answer } = setting;
  const uris = "uris" in setting ? setting.uris : [uri];
  const { publicJwk, privateKey } = await messageKey("ES256");
  const fetched: Request[] = [];
  let served: string | undefined;
  const flow: Flow = startFlow({
    clients: [
      { ...spa, jwks: { keys: [publicJwk] }, ...(uris === undefined ? {} : { request_uris: uris }), ...client },
    ],
    fetchRequestObjects: true,
    fetch: async (url, init) => {
      fetched.push(new Request(url, { ...init, signal: null }));
      const found = served ?? (await object());
      return answer === undefined ? new Response(found, { headers: { "content-type": mediaType } }) : answer();
    },
    ...options,
  });
  const object = async (changes: object = {}): Promise<string> => {
    const seconds = flow.now() / 1000;
    const claims = { ...goodRequest, iss: "spa", aud: issuer, nbf: seconds, exp: seconds + 60, ...changes };
    return signJwt({ alg: "ES256", typ: "oauth-authz-req+jwt", kid: "key-ES256" }, claims, privateKey);
  };
  await flow.signIn();
  return {
    flow,
    fetched,
    object,
    serve: (text: string) => {
      served = text;
    },
    ask: (requestUri: string) =>
      flow.browse(`/authorize?${new URLSearchParams({ client_id: "spa", request_uri: requestUri })}`),
  };
}

async function assertRefused(response: Response, error: string): Promise<void> {
  assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
  assert.equal((await response.json()).error, error);
}
