import assert from "node:assert/strict";
import { decodeJwt } from "jose/jwt/decode";
import { createCookieJar } from "../../../examples/demo/cookie-jar.ts";
import type { Certificate, TestCertificates } from "../../providers/certificates.ts";
import { bareLogin } from "../bare-login.ts";
import { expectMessage, fetchMetadata } from "../bare-requests.ts";
import type { Scenario } from "../scenario.ts";
import { createTlsFetch } from "../tls-fetch.ts";

/** Logout, registration and certificates, as scenarios will need them; without the library. */
export const scenarios: readonly Scenario[] = [
  {
    name: "fixture: a logout brings the browser back and a logout token to the inbox",
    needs: ["end session", "back-channel logout"],
    run: async ({ provider }) => {
      const { logout: client } = provider.clients;
      const jar = createCookieJar();
      const { id_token } = await bareLogin(provider, { client, jar });
      const url = new URL(String((await fetchMetadata(provider.issuer)).end_session_endpoint));
      url.search = new URLSearchParams({
        id_token_hint: String(id_token),
        post_logout_redirect_uri: client.post_logout_redirect_uris?.[0] ?? "",
        state: "state-of-this-logout",
      }).toString();
      const end = await provider.logOut(url.href, { jar });
      assert.equal(end, "https://app.example.com/signed-out?state=state-of-this-logout");
      const { body, contentType } = await provider.inbox.take("/logout");
      assert.match(contentType ?? "", /^application\/x-www-form-urlencoded/);
      const { sid, aud } = decodeJwt(new URLSearchParams(body).get("logout_token") ?? "");
      assert.equal(sid, decodeJwt(String(id_token)).sid);
      assert.equal(aud, client.client_id);
    },
  },
  {
    name: "fixture: a client registers, reads itself and leaves",
    needs: ["registration", "registration management"],
    run: async ({ provider }) => {
      const { registration_endpoint: endpoint } = await fetchMetadata(provider.issuer);
      const created = await expectMessage(
        await fetch(String(endpoint), {
          method: "POST",
          headers: authorized(await provider.createInitialAccessToken()),
          body: JSON.stringify({ redirect_uris: ["https://new.example.com/callback"] }),
        }),
      );
      const uri = String(created.registration_client_uri);
      const read = await expectMessage(await fetch(uri, { headers: authorized(created.registration_access_token) }));
      assert.equal(read.client_id, created.client_id);
      const token = read.registration_access_token ?? created.registration_access_token;
      assert.equal((await fetch(uri, { method: "DELETE", headers: authorized(token) })).status, 204);
    },
  },
  withCertificate("tls", "tls_client_auth", "client"),
  withCertificate("tlsSelfSigned", "self_signed_tls_client_auth", "selfSigned"),
  withCertificate("tlsBound", "certificate-bound tokens", "client"),
  {
    name: "fixture: a certificate of another subject is refused",
    needs: ["tls_client_auth"],
    run: async ({ provider }) => {
      const fetchIt = createTlsFetch(provider, provider.keys.certificates.stranger);
      const login = { client: provider.clients.tls, issuer: provider.tlsIssuer, fetchIt };
      await assert.rejects(bareLogin(provider, login), /answered 40[01]: .*(?:invalid|unauthorized)_client/);
    },
  },
];

function withCertificate(
  name: "tls" | "tlsSelfSigned" | "tlsBound",
  capability: "tls_client_auth" | "self_signed_tls_client_auth" | "certificate-bound tokens",
  certificate: keyof TestCertificates,
): Scenario {
  return {
    name: `fixture: a token for a client with a certificate (${name})`,
    needs: [capability],
    run: async ({ provider }) => {
      const presented: Certificate = provider.keys.certificates[certificate];
      const fetchIt = createTlsFetch(provider, presented);
      const client = provider.clients[name];
      const tokens = await bareLogin(provider, { client, issuer: provider.tlsIssuer, fetchIt });
      assert.equal(tokens.token_type, "Bearer");
    },
  };
}

function authorized(token: unknown): HeadersInit {
  return { authorization: `Bearer ${String(token)}`, "content-type": "application/json" };
}
