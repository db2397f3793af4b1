import assert from "node:assert/strict";
import { test } from "node:test";
import { clientAuthenticationSchema } from "../../../generated/messages/client-authentication.ts";
import { selfSignedTlsClientAuth, tlsClientAuth } from "../../../src/client-auth/tls-client-auth.ts";
import { checkMessage } from "../../../src/schema/check.ts";

for (const [create, method] of [
  [tlsClientAuth, "tls_client_auth"],
  [selfSignedTlsClientAuth, "self_signed_tls_client_auth"],
] as const) {
  test(`${method}: names the client, sends no secret, and asks for mutual TLS (RFC 8705 §2)`, async () => {
    const authentication = create();
    assert.equal(authentication.method, method);
    assert.equal(authentication.usesMutualTls, true);
    assert.ok(Object.isFrozen(authentication));
    const parts = await authentication.authenticate({ clientId: "web", issuer: "https://id.example.com" });
    assert.deepEqual(parts, { headers: {}, body: { client_id: "web" } });
    assert.equal(checkMessage(clientAuthenticationSchema, parts.body).ok, true);
  });
}
