import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { createMtlsFetch, type MtlsFetch } from "../../../src/adapters/node-mtls.ts";
import { type Client, createClient, type FetchFunction } from "../../../src/index.ts";
import type { Certificate } from "../../providers/certificates.ts";
import type { RegisteredClient, RegisteredClients } from "../../providers/registered-clients.ts";
import type { Capability, TestProvider } from "../../providers/test-provider.ts";
import { expectOAuthError, expectRefusal } from "../expect-error.ts";
import { finishLogin, type LoginTokens, startLogin } from "../log-in.ts";
import type { Scenario } from "../scenario.ts";
import { createTlsFetch } from "../tls-fetch.ts";

/** Clients with a certificate, over TLS, and tokens that are good with it alone. */
export const scenarios: readonly Scenario[] = [
  ...withCertificate("tls", { needs: ["tls_client_auth", "certificate-bound tokens"], certificate: "client" }),
  ...withCertificate("tlsSelfSigned", {
    needs: ["self_signed_tls_client_auth", "certificate-bound tokens"],
    certificate: "selfSigned",
  }),
  boundTokens("tlsBound", { needs: ["certificate-bound tokens"], certificate: "client" }),
];

interface Presented {
  readonly needs: readonly Capability[];
  readonly certificate: "client" | "selfSigned";
}

function withCertificate(name: keyof RegisteredClients, presented: Presented): readonly Scenario[] {
  return [boundTokens(name, presented), refused(name, presented)];
}

function boundTokens(name: keyof RegisteredClients, { needs, certificate }: Presented): Scenario {
  return {
    name: `mutual TLS: tokens for the certificate of ${name}, good with it alone`,
    needs: [...needs, "introspection"],
    run: async ({ provider }) => {
      const registered = provider.clients[name];
      const own = provider.keys.certificates[certificate];
      await logIn(provider, { registered, certificate: own }, async (client, tokens) => {
        assert.equal(tokens.claims.sub, "ada");
        assert.equal((await client.userInfo(tokens)).sub, "ada");
        assert.equal((await client.refresh(tokens)).claims.sub, "ada");
        assert.equal(await boundTo(provider, tokens), thumbprint(own));
        const { stranger } = provider.keys.certificates;
        await present(provider, stranger, async (fetch) => {
          const thief = createClient({ ...optionsOf(provider), client: registered, fetch });
          await expectOAuthError(thief.userInfo(tokens), { error: "invalid_token", status: 401 });
        });
      });
    },
  };
}

function refused(name: keyof RegisteredClients, { needs }: Presented): Scenario {
  return {
    name: `mutual TLS: another certificate than that of ${name} is refused`,
    needs,
    run: async ({ provider }) => {
      const { stranger } = provider.keys.certificates;
      const login = logIn(provider, { registered: provider.clients[name], certificate: stranger }, async () => {});
      await expectRefusal(provider, "wrong certificate", login);
    },
  };
}

interface CertificateLogin {
  readonly registered: RegisteredClient;
  readonly certificate: Certificate;
}

async function logIn(
  provider: TestProvider,
  { registered, certificate }: CertificateLogin,
  use: (client: Client, tokens: LoginTokens) => Promise<void>,
): Promise<void> {
  await present(provider, certificate, async (fetch) => {
    const pending = await startLogin(provider, {
      registered,
      // A pushed request would be refused already.
      options: { ...optionsOf(provider), fetch, pushedAuthorizationRequests: "never" },
      fetchIt: createTlsFetch(provider),
    });
    await use(pending.client, await finishLogin(pending));
  });
}

/** Whom the access token is bound to, as a resource server learns it (RFC 8705 §3.2). */
async function boundTo(provider: TestProvider, { response }: LoginTokens): Promise<string | undefined> {
  const { introspection: client } = provider.clients;
  return present(provider, provider.keys.certificates.stranger, async (fetch) => {
    const server = createClient({ ...optionsOf(provider), client, fetch });
    const answer = await server.introspect({ token: response.access_token }, { responseFormat: "json" });
    return answer.active ? answer.cnf?.["x5t#S256"] : undefined;
  });
}

/** The connection of this library, with a certificate; metadata need not come over TLS. */
async function present<T>(
  { keys }: TestProvider,
  { cert, key }: Certificate,
  use: (fetch: FetchFunction) => Promise<T>,
): Promise<T> {
  const tls: MtlsFetch = createMtlsFetch({ cert, key, ca: keys.certificates.authority.cert });
  try {
    return await use((url, init) => (url.startsWith("https:") ? tls(url, init) : fetch(url, init)));
  } finally {
    tls.close();
  }
}

function optionsOf({ tlsIssuer: issuer, tolerate }: TestProvider) {
  return { issuer, tolerate, timeoutMs: 5000 };
}

function thumbprint({ cert }: Certificate): string {
  return createHash("sha256").update(new X509Certificate(cert).raw).digest("base64url");
}
