import assert from "node:assert/strict";
import { test } from "node:test";
import { findRedirectUri } from "../../../../src/provider/authorization/find-redirect-uri.ts";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";

for (const uri of ["javascript:alert(1)", "data:text/html,x", "https://app.example.com/cb#top"])
  test(`redirect URIs: ${uri} is never sent to, though a store holds it (RFC 6749 §3.1.2)`, () => {
    const facts = { clientId: "spa", secrets: [], isDisabled: false, isConfigured: false };
    const client = describeClient({ redirect_uris: [uri] }, facts);
    for (const members of [{ redirect_uri: uri }, {}])
      assert.throws(() => findRedirectUri(client, members), { error: "invalid_request" });
  });
