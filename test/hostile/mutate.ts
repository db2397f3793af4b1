import { createHmac, webcrypto } from "node:crypto";
import { type FakeKey, json, type Members } from "../fixtures/fake-server.ts";
import type { AnswerMutation, Parameters } from "./trait.ts";

/** Sets members. */
export function set(members: Members): (honest: Members) => Members {
  return (honest) => ({ ...honest, ...members });
}

/** Leaves members out. */
export function omit(...names: readonly string[]): (honest: Members) => Members {
  return (honest) => Object.fromEntries(Object.entries(honest).filter(([name]) => !names.includes(name)));
}

/** Changes the JSON text of an answer, for what no object can say. */
export function rewrite(
  change: (text: string) => string,
  headers: Readonly<Record<string, string>> = {},
): AnswerMutation {
  return (honest) => json(change(JSON.stringify(honest)), 200, headers);
}

/** Answers with this body, or with the honest one, under another status or other header fields. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array<ArrayBuffer> | null,
): AnswerMutation {
  return (honest) => new Response(body === undefined ? JSON.stringify(honest) : body, { status, headers });
}

/** The honest answer as another media type. */
export function typed(type: string): AnswerMutation {
  return answer(200, { "content-type": type });
}

/** An answer in JSON that has nothing of the honest one. */
export function says(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): AnswerMutation {
  return () => json(body, status, headers);
}

/** Sets a parameter, or leaves it out. */
export function parameter(name: string, value: string | undefined): (honest: Parameters) => Parameters {
  return (honest) => [
    ...honest.filter(([other]) => other !== name),
    ...(value === undefined ? [] : [[name, value] as const]),
  ];
}

/** Adds parameters behind the honest ones. */
export function append(...more: Parameters): (honest: Parameters) => Parameters {
  return (honest) => [...honest, ...more];
}

/** Changes the value of a parameter. */
export function edit(name: string, change: (value: string) => string): (honest: Parameters) => Parameters {
  return (honest) => honest.map(([other, value]) => [other, other === name ? change(value) : value]);
}

/** Does one mutation after the other. */
export function both<T>(first: (honest: T) => T, second: (honest: T) => T): (honest: T) => T {
  return (honest) => second(first(honest));
}

/** Signs with a secret that the client is to take for a key. */
export function hmac(secret: (key: FakeKey) => string): (input: string, key: FakeKey) => string {
  return (input, key) => createHmac("sha256", secret(key)).update(input).digest("base64url");
}

/** Signs RS256 with another key than the provider's. */
export function signedBy(key: Promise<FakeKey>): (input: string) => Promise<string> {
  return async (input) => {
    const { privateKey } = await key;
    return Buffer.from(await webcrypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, Buffer.from(input))).toString(
      "base64url",
    );
  };
}

/** Signs ES256. */
export function signedByEc(key: Promise<FakeKey>): (input: string) => Promise<string> {
  return async (input) => {
    const { privateKey } = await key;
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    return Buffer.from(await webcrypto.subtle.sign(algorithm, privateKey, Buffer.from(input))).toString("base64url");
  };
}

/** Changes the payload of a finished JWT, and leaves its signature. */
export function tamper(change: (payload: string) => string): (token: string) => string {
  return (token) => {
    const [header, payload = "", signature] = token.split(".");
    const changed = change(Buffer.from(payload, "base64url").toString());
    return `${header}.${Buffer.from(changed).toString("base64url")}.${signature}`;
  };
}
