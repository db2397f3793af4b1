import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../src/endpoints/authorization-transaction.ts";
import { signJwt } from "../../src/jose/sign-jwt.ts";
import { issuer, json } from "../fixtures/fake-server.ts";
import { messageKey } from "../fixtures/message-keys.ts";
import { guideMetadata } from "./guide-metadata.ts";
import { createGuideServer, type GuideServer } from "./guide-server.ts";

type Example = Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>>;

/** Runs an example with the provider of the guides in place of the network. */
async function withServer(file: string, use: (example: Example, server: GuideServer) => Promise<void>): Promise<void> {
  const server = await createGuideServer();
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => server.fetch(input, init);
  try {
    await use(await import(new URL(`../../examples/guides/${file}`, import.meta.url).href), server);
  } finally {
    globalThis.fetch = realFetch;
  }
}

/** Makes the provider one of FAPI 2.0: what it publishes, and ES256 in place of RS256. */
async function followFapi(server: GuideServer): Promise<void> {
  const { privateJwk, publicJwk } = await messageKey("ES256");
  server.answer("/.well-known/openid-configuration", () => json({ ...guideMetadata, ...fapi }));
  server.answer("/jwks", () => json({ keys: [publicJwk] }));
  server.answer("/token", async () => {
    const nonce = server.requests.find(({ url }) => url.pathname === "/par")?.form.get("nonce");
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: "user-1", aud: "web", iat, exp: iat + 60, nonce };
    const id_token = await signJwt({ alg: "ES256", kid: publicJwk.kid }, claims, privateJwk);
    return json({ access_token: "guide-access-token", token_type: "DPoP", expires_in: 60, id_token });
  });
}

const fapi = {
  id_token_signing_alg_values_supported: ["ES256"],
  code_challenge_methods_supported: ["S256"],
  dpop_signing_alg_values_supported: ["ES256"],
};

test("guide fapi: its example tells a server that is too weak, and logs in at one that is not", async () => {
  await withServer("fapi.ts", async ({ start, finish }, server) => {
    assert.ok(start !== undefined && finish !== undefined);
    const problems = String(await start())
      .split("\n")
      .slice(1);
    assert.deepEqual(
      problems.map((line) => line.trim().split(" ")[0]),
      [
        "dpop_signing_alg_values_supported",
        "id_token_signing_alg_values_supported",
        "code_challenge_methods_supported",
      ],
    );
    await followFapi(server);
  });
  await withServer("fapi.ts?strong", async ({ start, finish }, server) => {
    assert.ok(start !== undefined && finish !== undefined);
    await followFapi(server);
    const started = await start();
    assert.ok(typeof started === "object" && started !== null && "url" in started && "transaction" in started);
    const { url, transaction } = started as { url: string; transaction: AuthorizationTransaction };
    assert.equal(await finish(await server.authorize(url), transaction), "user-1");
  });
});

test("guide http-signatures: its example signs a call that its API verifies", async () => {
  await withServer("http-signatures.ts", async ({ pay, receive }, server) => {
    assert.ok(pay !== undefined && receive !== undefined);
    const covered: unknown[] = [];
    server.answer("api.example.com/payments", async ({ method, url, headers, text }) => {
      covered.push(await receive({ method, url: url.href, headers }, text));
      return new Response(null, { status: 201 });
    });
    assert.equal(await pay("guide-access-token"), 201);
    assert.deepEqual(covered, [["@method", "@target-uri", "authorization", "content-digest"]]);
  });
});
