import type { Jwk } from "../../generated/messages/jwk.ts";
import { isSameKey, type KeyDefect } from "./key-material.ts";

/** What has been found out about a key, by algorithm or purpose. */
export interface KeyMemory {
  /** The key's members at that time. */
  readonly snapshot: Jwk;
  readonly defects: Map<string, KeyDefect | undefined>;
  readonly imports: Map<string, Promise<CryptoKey>>;
}

/**
 * Recalls what has been found out about a key, for as long as the object lives. A key whose numbers have been changed
 * since is a new key.
 */
export function recallKey(jwk: Jwk): KeyMemory {
  const known = memories.get(jwk);
  if (known !== undefined && isSameKey(known.snapshot, jwk)) return known;
  const memory: KeyMemory = { snapshot: { ...jwk }, defects: new Map(), imports: new Map() };
  memories.set(jwk, memory);
  return memory;
}

/** Weak, and everything in it follows from its keys: nothing but speed depends on it. */
const memories: WeakMap<Jwk, KeyMemory> = /* @__PURE__ */ new WeakMap();
