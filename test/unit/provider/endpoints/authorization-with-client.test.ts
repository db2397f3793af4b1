import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient } from "../../../../src/client/create-client.ts";
import type { ClientOptions } from "../../../../src/client/options.ts";
import { createDPoP } from "../../../../src/dpop/create-dpop.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import { type Flow, issuer, redirectUri, spa, startFlow, web } from "../../../fixtures/provider/authorize-flow.ts";

// What OpenID providers announce has RS256 in it (OpenID Connect Discovery §3).
const keys = { algorithms: ["RS256", "ES256"] };

function clientOf(flow: Flow, options: Partial<ClientOptions> = {}): ReturnType<typeof createClient> {
  return createClient({
    issuer,
    client: { client_id: "spa", redirect_uris: [redirectUri], token_endpoint_auth_method: "none" },
    fetch: flow.fetch,
    clock: flow.now,
    ...options,
  });
}

describe("a login of our own client, in memory", () => {
  for (const pushedAuthorizationRequests of ["never", "always"] as const) {
    for (const response_mode of ["query", "fragment", "jwt", "fragment.jwt"] as const) {
      it(`${response_mode}, pushed ${pushedAuthorizationRequests}`, async () => {
        const flow = startFlow({ keys });
        const client = clientOf(flow, { pushedAuthorizationRequests });
        const { url, transaction } = await client.startAuthorization({
          scope: "openid profile offline_access",
          response_mode,
        });
        const asked = await flow.browse(String(url));
        const { sid } = await flow.signIn();
        const answered = await flow.resume(await flow.answer(asked, { authenticatedSid: sid }));
        const tokens = await client.finishAuthorization(answered.headers.get("location") ?? "", transaction);
        assert.deepEqual(
          [tokens.claims?.sub, tokens.response.token_type, tokens.response.scope],
          ["alice", "Bearer", "openid profile offline_access"],
        );
      });
    }
  }

  it("with DPoP: the code is bound, and so are the tokens", async () => {
    const flow = startFlow({ keys });
    await flow.signIn();
    const client = clientOf(flow, { dpop: await createDPoP() });
    const { url, transaction } = await client.startAuthorization({ scope: "openid" });
    const answered = await flow.browse(String(url));
    const tokens = await client.finishAuthorization(answered.headers.get("location") ?? "", transaction);
    assert.equal(tokens.response.token_type, "DPoP");
  });

  it("with a secret, and a signed request", async () => {
    const { publicJwk, privateJwk } = await messageKey("ES256");
    const signing = { ...web, jwks: { keys: [publicJwk] }, require_signed_request_object: true };
    const flow = startFlow({ keys, clients: [spa, signing] });
    await flow.signIn();
    const client = clientOf(flow, {
      client: { client_id: "web", client_secret: String(web.client_secret), redirect_uris: [redirectUri] },
      requestObject: { key: { ...privateJwk, alg: "ES256" } },
    });
    const { url, transaction } = await client.startAuthorization({ scope: "openid" });
    const answered = await flow.browse(String(url));
    const tokens = await client.finishAuthorization(answered.headers.get("location") ?? "", transaction);
    assert.equal(tokens.claims?.sub, "alice");
  });

  it("is told of errors as the server said them", async () => {
    const flow = startFlow({ keys });
    const client = clientOf(flow, { pushedAuthorizationRequests: "never" });
    const { url, transaction } = await client.startAuthorization({ scope: "openid", prompt: "none" });
    const answered = await flow.browse(String(url));
    await assert.rejects(client.finishAuthorization(answered.headers.get("location") ?? "", transaction), {
      name: "OAuthError",
      error: "login_required",
    });
  });
});
