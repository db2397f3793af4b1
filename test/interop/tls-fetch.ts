import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { buffer } from "node:stream/consumers";
import type { Certificate } from "../providers/certificates.ts";
import type { TestProvider } from "../providers/test-provider.ts";

/** A `fetch` over TLS that trusts the provider's authority and presents this certificate, if any. */
export function createTlsFetch(provider: TestProvider, certificate?: Certificate): typeof fetch {
  const { authority } = provider.keys.certificates;
  return async (target, init) => {
    const call = new Request(target, init);
    if (!call.url.startsWith("https:")) return fetch(call);
    const body = Buffer.from(await call.arrayBuffer());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method: call.method, headers: Object.fromEntries(call.headers), ca: authority.cert };
      request(call.url, { ...options, ...certificate, agent: false }, resolve)
        .on("error", reject)
        .end(body);
    });
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((line): [string, string] => [name, line]),
    );
    return new Response(await buffer(answer), { status: answer.statusCode ?? 0, headers });
  };
}
