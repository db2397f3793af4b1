import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CompactEncrypt, importJWK } from "jose";
import { createClient } from "../../../../src/index.ts";
import { signJwt } from "../../../../src/jose/sign-jwt.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import {
  codeOf,
  type Flow,
  goodRequest,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

const encryptionAlgorithms = ["ECDH-ES", "ECDH-ES+A256KW"];

describe("encrypted request objects (RFC 9101 §6.1)", () => {
  it("lead to a code, by value and pushed", async () => {
    const flow = await start();
    const request = await encrypt(flow, await sign(flow));
    assert.ok(codeOf(await flow.browse(`/authorize?client_id=spa&request=${request}`)));
    const pushed = await flow.post("/par", { client_id: "spa", request });
    assert.equal(pushed.status, 201);
    const { request_uri: uri } = await pushed.json();
    assert.ok(codeOf(await flow.browse(`/authorize?client_id=spa&request_uri=${uri}`)));
  });

  it("are announced with the algorithms there are keys for, and not at all without", async () => {
    const { request_object_encryption_alg_values_supported: alg, request_object_encryption_enc_values_supported: enc } =
      (await start()).context.metadata();
    assert.deepEqual(alg, ["ECDH-ES", "ECDH-ES+A256KW"]);
    assert.ok(enc?.includes("A256GCM"));
    const { request_object_encryption_alg_values_supported: none } = startFlow().context.metadata();
    assert.equal(none, undefined);
  });

  it("are refused without a key of the provider", async () => {
    const flow = await start();
    const object = await encrypt(flow, await sign(flow));
    const without = startFlow({ clients: [await signingClient()] });
    await assertRefused(await without.authorize({ request: object }));
  });

  it("are judged like signed ones: a wrong audience, and a key that is not the client's", async () => {
    const flow = await start();
    await assertRefused(
      await flow.authorize({ request: await encrypt(flow, await sign(flow, { aud: "https://x.example" })) }),
    );
    await assertRefused(await flow.authorize({ request: await encrypt(flow, await sign(flow, {}, "PS256")) }));
  });

  it("must hold a signed JWT: claims in clear, and an object encrypted twice, are refused", async () => {
    const flow = await start();
    const claims = JSON.stringify({ ...goodRequest, iss: "spa", aud: issuer });
    await assertRefused(await flow.authorize({ request: await encrypt(flow, claims) }));
    const twice = await encrypt(flow, await encrypt(flow, await sign(flow)));
    await assertRefused(await flow.authorize({ request: twice }));
  });

  it("must not be compressed, nor encrypted with dir, nor for another key", async () => {
    const flow = await start();
    const [header = "", ...rest] = (await encrypt(flow, await sign(flow))).split(".");
    const changed = (changes: object): string => {
      const members = { ...JSON.parse(Buffer.from(header, "base64url").toString()), ...changes };
      return [Buffer.from(JSON.stringify(members)).toString("base64url"), ...rest].join(".");
    };
    for (const changes of [{ zip: "DEF" }, { alg: "dir" }, { alg: "RSA1_5" }, { enc: "none" }])
      await assertRefused(await flow.authorize({ request: changed(changes) }));
    const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const foreign = await new CompactEncrypt(new TextEncoder().encode(await sign(flow)))
      .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", cty: "JWT" })
      .encrypt(publicKey);
    await assertRefused(await flow.authorize({ request: foreign }));
  });

  it("are demanded of a client that registered them, with its algorithms alone", async () => {
    const flow = await start({ request_object_encryption_alg: "ECDH-ES", request_object_encryption_enc: "A256GCM" });
    await assertRefused(await flow.authorize({ request: await sign(flow) }));
    const signed = await sign(flow);
    await assertRefused(await flow.authorize({ request: await encrypt(flow, signed, { enc: "A128GCM" }) }));
    await assertRefused(await flow.authorize({ request: await encrypt(flow, signed, { alg: "ECDH-ES+A256KW" }) }));
    assert.ok(codeOf(await flow.authorize({ request: await encrypt(flow, signed) })));
  });

  it("mean A128CBC-HS256 where a client registered no enc (OpenID Connect Dynamic Client Registration §2)", async () => {
    const flow = await start({ request_object_encryption_alg: "ECDH-ES" });
    await assertRefused(await flow.authorize({ request: await encrypt(flow, await sign(flow)) }));
    const object = await encrypt(flow, await sign(flow), { enc: "A128CBC-HS256" });
    assert.ok(codeOf(await flow.authorize({ request: object })));
  });

  it("of a client of the store whose algorithm has no key any more are refused, and so are those in clear", async () => {
    const flow = await start();
    const { client_id: clientId, ...metadata } = await signingClient({ request_object_encryption_alg: "RSA-OAEP" });
    await flow.context.store.clients.put({
      clientId: "stored",
      metadata: JSON.parse(JSON.stringify(metadata)),
      secrets: [],
      createdAtMs: flow.now(),
      version: 1,
    });
    assert.equal(clientId, "spa");
    const object = await sign(flow, { iss: "stored", client_id: "stored" });
    await assertRefused(await flow.authorize({ client_id: "stored", request: object }));
  });

  it("come from this library's own client", async () => {
    const { privateKey } = await messageKey("ES256");
    const { client_id, ...registered } = await signingClient({
      request_object_encryption_alg: "ECDH-ES+A256KW",
      request_object_encryption_enc: "A256GCM",
    });
    const provider = createProvider({
      issuer,
      clients: [{ client_id, ...registered }],
      keys: { encryptionAlgorithms },
    });
    for (const push of ["never", "always"] as const) {
      const client = createClient({
        issuer,
        client: { client_id, ...registered },
        fetch: provider.fetch,
        pushedAuthorizationRequests: push,
        requestObject: { key: { key: privateKey, kid: "key-ES256" } },
      });
      const { url } = await client.startAuthorization({ scope: "openid" });
      const request = new URL(url).searchParams.get("request");
      assert.equal(request?.split(".").length ?? 0, push === "never" ? 5 : 0);
      const response = await provider.fetch(url, { redirect: "manual" });
      assert.match(response.headers.get("location") ?? "", /^https:\/\/id\.example\.com\/login/);
    }
  });

  const unsupported: readonly (readonly [title: string, changes: Partial<ConfiguredClient>])[] = [
    ["an algorithm without a key", { request_object_encryption_alg: "RSA-OAEP-256" }],
    ["a symmetric algorithm", { request_object_encryption_alg: "dir" }],
    [
      "an encryption that does not exist",
      { request_object_encryption_alg: "ECDH-ES", request_object_encryption_enc: "X" },
    ],
  ];
  for (const [title, changes] of unsupported)
    it(`${title} is refused in the configuration`, async () => {
      const clients = [await signingClient(changes)];
      const expected = { code: "ERR_CONFIGURATION_OPTION", parameter: "clients" };
      assert.throws(() => createProvider({ issuer, clients, keys: { encryptionAlgorithms } }), expected);
    });
});

async function assertRefused(response: Response): Promise<void> {
  assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
  assert.equal((await response.json()).error, "invalid_request_object");
  assert.equal(readRedirect(response).parameters.code, undefined);
}

async function signingClient(changes: Partial<ConfiguredClient> = {}): Promise<ConfiguredClient> {
  const { publicJwk } = await messageKey("ES256");
  return { ...spa, redirect_uris: [redirectUri], jwks: { keys: [publicJwk] }, ...changes };
}

async function start(changes: Partial<ConfiguredClient> = {}): Promise<Flow> {
  const flow = startFlow({
    clients: [await signingClient(changes)],
    firstPartyClients: ["spa", "stored"],
    keys: { algorithms: ["ES256"], encryptionAlgorithms },
  });
  await flow.signIn();
  return flow;
}

async function sign(flow: Flow, changes: object = {}, alg = "ES256"): Promise<string> {
  const { privateKey } = await messageKey(alg);
  const seconds = flow.now() / 1000;
  const claims = { ...goodRequest, iss: "spa", aud: issuer, nbf: seconds, exp: seconds + 60, ...changes };
  return signJwt({ alg, typ: "oauth-authz-req+jwt", kid: `key-${alg}` }, claims, privateKey);
}

async function encrypt(
  flow: Flow,
  text: string,
  { alg = "ECDH-ES", enc = "A256GCM" }: { readonly alg?: string; readonly enc?: string } = {},
): Promise<string> {
  const { keys } = await flow.context.keys.jwks();
  const jwk = keys.find((key) => key.alg === alg);
  assert.ok(jwk?.kid !== undefined);
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc, kid: jwk.kid, cty: "JWT", typ: "oauth-authz-req+jwt" })
    .encrypt(await importJWK(JSON.parse(JSON.stringify(jwk)), alg));
}
