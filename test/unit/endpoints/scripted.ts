import type { ExchangeContext } from "../../../src/exchange/context.ts";
import { createExchangeContext, type ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { clientId, type FakeServer, json, type Members, metadata } from "../../fixtures/fake-server.ts";

/** What the server does with the next request: answers with these members, with this response, or fails. */
export type ScriptStep = Members | Response | (() => Promise<Response> | Response);

/** A request as it arrived. */
export interface ScriptedRequest {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly init: RequestInit;
}

/** A context whose server answers each request with the next step; the last step is repeated. */
export function scripted(
  server: FakeServer,
  steps: readonly ScriptStep[],
  options: Partial<ExchangeContextOptions> = {},
): { readonly context: ExchangeContext; readonly requests: readonly ScriptedRequest[] } {
  const requests: ScriptedRequest[] = [];
  const http = createHttp({
    async fetch(url, init) {
      const step = steps[Math.min(requests.length, steps.length - 1)];
      requests.push({ url, init, form: new URLSearchParams(typeof init.body === "string" ? init.body : "") });
      if (typeof step === "function") return step();
      return step instanceof Response ? step.clone() : json(step ?? {});
    },
  });
  const context = createExchangeContext({
    metadata: {
      ...metadata,
      device_authorization_endpoint: "https://id.example.com/device",
      backchannel_authentication_endpoint: "https://id.example.com/bc",
    },
    clientId,
    http,
    keys: createStaticKeySource({ keys: [{ kty: "RSA", ...server.key.jwk }] }),
    clock: () => server.now,
    ...options,
  });
  return { context, requests };
}

/** An error answer of the token endpoint. */
export function refusal(error: string, status = 400, headers: Readonly<Record<string, string>> = {}): Response {
  return json({ error }, status, headers);
}
