import { type FakeRequest, json } from "../fixtures/fake-server.ts";
import type { AnswerMutation } from "./trait.ts";

/** Demands a nonce of every proof that does not have this one, as the token endpoint does (RFC 9449 §8). */
export function demand(nonce: string): AnswerMutation {
  return (honest, request) => (nonceOf(request) === nonce ? honest : refusal({ "dpop-nonce": nonce }));
}

/** The same as a resource does it (RFC 9449 §9). */
export function demandAsResource(nonce: string): AnswerMutation {
  return (honest, request) => (nonceOf(request) === nonce ? honest : challenge({ "dpop-nonce": nonce }));
}

/** Demands another nonce of every proof, for ever. */
export function storm(make: (headers: Readonly<Record<string, string>>) => Response = refusal): AnswerMutation {
  let count = 0;
  return () => {
    count += 1;
    return make({ "dpop-nonce": `n-${count}` });
  };
}

/** The demand of a token endpoint. */
export function refusal(headers: Readonly<Record<string, string>> = {}): Response {
  return json({ error: "use_dpop_nonce" }, 400, headers);
}

/** The demand of a resource. */
export function challenge(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response("", { status: 401, headers: { "www-authenticate": 'DPoP error="use_dpop_nonce"', ...headers } });
}

function nonceOf({ headers }: FakeRequest): unknown {
  const payload = headers.get("dpop")?.split(".")[1];
  if (payload === undefined) return undefined;
  const { nonce }: { readonly nonce?: unknown } = JSON.parse(Buffer.from(payload, "base64url").toString());
  return nonce;
}
