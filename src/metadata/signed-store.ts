import { decodeBase64url, encodeBase64url } from "../util/base64url.ts";
import { type DerivedKey, deriveKeys, type KeySecret } from "../util/derived-key.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { CacheEvent, CacheSubject } from "./cache-event.ts";

/**
 * Makes stores whose entries carry a message authentication code, HMAC with SHA-256, over their key and their text: whoever has none of the keys can delete entries and put
 * former ones back in their own place, and nothing else. An entry with no code, or a wrong one, is not there, and an event tells of it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a key that is too short
 * @see RFC 7518 §3.2
 */
export function createSignedStores(
  store: SharedStore,
  integrityKey: KeySecret,
  report: (event: CacheEvent) => void,
): (subject: CacheSubject) => SharedStore {
  const keys = deriveKeys(integrityKey, {
    parameter: "integrityKey",
    purpose: "ts-identity-model shared cache",
    algorithm: { name: algorithm, hash: "SHA-256", length: 256 },
    usages: ["sign", "verify"],
    section: "3.2",
  });
  const [current] = keys;
  return (subject) => ({
    async read(key) {
      const entry = await store.read(key);
      if (entry === undefined) return undefined;
      const [, code, text] = form.exec(entry.value) ?? [];
      const isSigned = code !== undefined && text !== undefined;
      if (isSigned && (await isAuthentic(keys, code, encode(key, text))))
        return { value: text, version: entry.version };
      report({ type: "cache.refused", ...subject, reason: isSigned ? "forged" : "unsigned" });
      return undefined;
    },
    async write(key, value, options) {
      const code = await crypto.subtle.sign(algorithm, await current(), encode(key, value));
      return store.write(key, `${format}.${encodeBase64url(new Uint8Array(code))}.${value}`, options);
    },
    remove: (key, options) => store.remove(key, options),
    acquire: (key, leaseMs) => store.acquire(key, leaseMs),
  });
}

async function isAuthentic(
  keys: readonly DerivedKey[],
  code: string,
  octets: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const signature = decodeBase64url(code);
  if (signature === undefined) return false;
  for (const load of keys) if (await crypto.subtle.verify(algorithm, await load(), signature, octets)) return true;
  return false;
}

/** The length tells where the key ends, so that no other key and text give the same octets. */
function encode(key: string, text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${key.length}:${key}${text}`);
}

const algorithm = "HMAC";
const format = "h1";
const form = /^h1\.([\w-]{43})\.(.*)$/s;
