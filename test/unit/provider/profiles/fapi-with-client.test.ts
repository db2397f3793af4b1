import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient } from "../../../../src/client/create-client.ts";
import { createDPoP } from "../../../../src/dpop/create-dpop.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import { issuer, redirectUri, startFlow } from "../../../fixtures/provider/authorize-flow.ts";

describe("our own client and provider, both under a profile of FAPI 2.0", () => {
  for (const profile of ["fapi2-security", "fapi2-message-signing"] as const) {
    it(profile, async () => {
      const { publicJwk, privateJwk } = await messageKey("ES256");
      const bank: ConfiguredClient = {
        client_id: "bank",
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "private_key_jwt",
        jwks: { keys: [publicJwk] },
        dpop_bound_access_tokens: true,
        id_token_signed_response_alg: "ES256",
        authorization_signed_response_alg: "ES256",
      };
      const flow = startFlow({ profile, clients: [bank], firstPartyClients: ["bank"] });
      await flow.signIn();
      const key = { ...privateJwk, alg: "ES256" };
      const client = createClient({
        issuer,
        profile,
        client: {
          client_id: "bank",
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: "private_key_jwt",
          id_token_signed_response_alg: "ES256",
          authorization_signed_response_alg: "ES256",
        },
        key,
        ...(profile === "fapi2-message-signing" ? { requestObject: { key } } : {}),
        dpop: await createDPoP(),
        fetch: flow.fetch,
        clock: flow.now,
      });
      const { url, transaction } = await client.startAuthorization({ scope: "openid" });
      assert.deepEqual([...new URL(String(url)).searchParams.keys()].sort(), ["client_id", "request_uri"]);
      const answered = await flow.browse(String(url));
      const tokens = await client.finishAuthorization(answered.headers.get("location") ?? "", transaction);
      assert.deepEqual([tokens.claims?.sub, tokens.response.token_type], ["alice", "DPoP"]);
    });
  }
});
