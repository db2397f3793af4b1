import type { ExchangeContext } from "../../../../src/exchange/context.ts";
import { createExchangeContext, type ExchangeContextOptions } from "../../../../src/exchange/create-context.ts";
import { createHttp } from "../../../../src/http/openapi-client.ts";
import { createStaticKeySource } from "../../../../src/jose/key-source.ts";
import { clientId, type FakeServer, metadata } from "../../../fixtures/fake-server.ts";

/** A context that talks to the fake server. */
export function contextFor(server: FakeServer, options: Partial<ExchangeContextOptions> = {}): ExchangeContext {
  return createExchangeContext({
    metadata,
    clientId,
    http: createHttp({ fetch: server.fetch }),
    keys: createStaticKeySource({ keys: [{ kty: "RSA", ...server.key.jwk }] }),
    clock: () => server.now,
    ...options,
  });
}

export const transaction = {
  issuer: "https://id.example.com",
  clientId: "client-1",
  redirectUri: "https://app.example.com/callback",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v".repeat(43),
  createdAt: 0,
};
