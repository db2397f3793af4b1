import type { ExchangeContext } from "../../../src/exchange/context.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { type EncryptionOptions, encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateEncryptionKey } from "../jose/encrypted-tokens.ts";
import { generateTestKey } from "../jose/signed-tokens.ts";

/** The key of the server, the key of nobody, and the key of the client. */
export const signer = await generateTestKey("ES256", { kid: "s1" });
export const stranger = await generateTestKey("ES256", { kid: "s1" });
export const recipient = await generateEncryptionKey("ECDH-ES", "P-256");

/** A context at 1000 s with every endpoint of this folder, that knows the server's keys and can decrypt. */
export function jwtContext(options: Partial<ExchangeContextOptions> = {}): ExchangeContext {
  return contextOf({
    metadata: {
      issuer: "https://id.example.com",
      response_types_supported: ["code"],
      token_endpoint: "https://id.example.com/token",
      userinfo_endpoint: "https://id.example.com/userinfo",
      revocation_endpoint: "https://id.example.com/revoke",
      introspection_endpoint: "https://id.example.com/introspect",
      introspection_signing_alg_values_supported: ["ES256", "PS256"],
      userinfo_signing_alg_values_supported: ["ES256", "PS256", "none", "HS256"],
    },
    keys: createStaticKeySource({ keys: [signer.publicJwk] }),
    decryption: createDecryption([recipient.privateJwk]),
    ...options,
  });
}

/** A text for the client alone. */
export function encrypt(text: string, options: Partial<EncryptionOptions> = {}): Promise<string> {
  return encryptJwe(text, {
    key: recipient.publicJwk,
    algorithm: "ECDH-ES",
    encryption: "A128CBC-HS256",
    contentType: "JWT",
    ...options,
  });
}

/** A request as it reached the network. */
export interface SentRequest {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: string;
}

/** A network that records what is sent and answers one after another; the last answer is repeated. */
export function network(...answers: readonly (() => Response | Promise<Response>)[]): {
  readonly http: ExchangeContext["http"];
  readonly sent: readonly SentRequest[];
} {
  const sent: SentRequest[] = [];
  const http = createHttp({
    async fetch(url, { method, headers, body }) {
      sent.push({ url, method, headers: new Headers(headers), body: String(body ?? "") });
      const answer = answers[sent.length - 1] ?? answers.at(-1);
      if (answer === undefined) throw new TypeError("nothing answers");
      return answer();
    },
  });
  return { http, sent };
}
