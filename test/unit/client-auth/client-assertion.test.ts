import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretJwt } from "../../../src/client-auth/client-secret-jwt.ts";
import { privateKeyJwt } from "../../../src/client-auth/private-key-jwt.ts";
import { clientCredentialsGrant } from "../../../src/endpoints/grants/client-credentials.ts";
import { buildTokenRequest } from "../../../src/endpoints/token.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

const { privateKey } = await generateTestKey("ES256");
const methods = {
  private_key_jwt: privateKeyJwt(privateKey),
  client_secret_jwt: clientSecretJwt("0123456789abcdef0123456789abcdef"),
};

function jtiOf(body: string): unknown {
  const [, claims = ""] = (new URLSearchParams(body).get("client_assertion") ?? "").split(".");
  const { jti }: { jti?: unknown } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return jti;
}

for (const [method, auth] of Object.entries(methods)) {
  test(`${method}: no two requests have one jti, in one second or not (RFC 7523 §3)`, async () => {
    const context = contextOf({ auth, clock: () => 1_800_000_000_000 });
    const message = { grant_type: "client_credentials" } as const;
    const requests = await Promise.all(Array.from({ length: 100 }, () => buildTokenRequest(context, message)));
    const seen = new Set(requests.map(({ body }) => jtiOf(body)));
    assert.equal(seen.size, 100);
    for (const jti of seen) assert.match(String(jti), /^[\w-]{43}$/);
  });

  test(`${method}: a call that is repeated after a failure sends a new assertion (RFC 7523 §3)`, async () => {
    const bodies: string[] = [];
    const answers = [
      () => Promise.reject(new TypeError("fetch failed")),
      async () => Response.json({ error: "use_dpop_nonce" }, { status: 400, headers: { "dpop-nonce": "n" } }),
      async () => Response.json({ error: "temporarily_unavailable" }, { status: 503 }),
      async () => Response.json({ access_token: "a", token_type: "Bearer" }),
    ];
    const fetch = async (_url: string, init: RequestInit): Promise<Response> => {
      bodies.push(String(init.body));
      const answer = answers[bodies.length - 1];
      if (answer === undefined) throw new Error("asked too often");
      return answer();
    };
    const context = contextOf({ auth, http: createHttp({ fetch }), clock: () => 1_800_000_000_000 });
    for (let attempt = 0; attempt < 3; attempt += 1) await assert.rejects(clientCredentialsGrant(context));
    await clientCredentialsGrant(context);
    assert.equal(bodies.length, 4);
    assert.equal(new Set(bodies.map(jtiOf)).size, 4);
  });
}
