import { createHttp } from "../../../src/http/openapi-client.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";

/** A fake wire: records each request and answers it as told. */
export function createWire(respond: (url: string, count: number) => Response | Promise<Response>, timeoutMs = 2000) {
  const requests: { readonly url: string; readonly init: RequestInit }[] = [];
  const http = createHttp({
    timeoutMs,
    async fetch(url, init) {
      requests.push({ url, init });
      return respond(url, requests.length);
    },
  });
  return { http, requests, urls: () => requests.map(({ url }) => url) };
}

export function json(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

export function answerOf(body: unknown, headers: Record<string, string> = {}, status = 200): HttpAnswer {
  return {
    status,
    headers: new Headers({ "content-type": "application/json", ...headers }),
    text: typeof body === "string" ? body : JSON.stringify(body),
    endpoint: "openid-configuration https://id.example.com/.well-known/openid-configuration",
  };
}

export const issuer = "https://id.example.com";

/** The least that OpenID Connect Discovery §3 lets a provider publish. */
export const openidProvider = {
  issuer: "https://id.example.com",
  authorization_endpoint: "https://id.example.com/authorize",
  token_endpoint: "https://id.example.com/token",
  jwks_uri: "https://keys.example.net/jwks",
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
};

/** The least that RFC 8414 §2 lets an authorization server publish. */
export const oauthServer = {
  issuer: "https://id.example.com",
  token_endpoint: "https://id.example.com/token",
  response_types_supported: ["none"],
};

export const rsaKey = {
  kty: "RSA",
  kid: "rsa-1",
  use: "sig",
  n: `u${"A".repeat(340)}Q`,
  e: "AQAB",
};

export const ecKey = {
  kty: "EC",
  kid: "ec-1",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
};
