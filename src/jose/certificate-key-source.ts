import type { Jwk } from "../../generated/messages/jwk.ts";
import { findCertificateMismatch } from "./certificate-mismatch.ts";
import type { KeySource } from "./key-source.ts";

/** A key that its own certificate contradicts. */
export interface ContradictedKey {
  readonly kid: string | undefined;
  readonly reason: string;
}

/**
 * Creates a source that passes over the keys of another one which their own `x5c` or `x5t#S256` contradicts; see
 * {@link findCertificateMismatch}. Verification without it never looks at certificates.
 *
 * @param onSkip - is told of each key passed over, once for each set; must not throw
 * @see RFC 7517 §4.7
 */
export function createCertificateKeySource(source: KeySource, onSkip?: (key: ContradictedKey) => void): KeySource {
  // By set, because who asks for a newer set recognises the one of before by its identity.
  const judged = new WeakMap<readonly Jwk[], Promise<readonly Jwk[]>>();
  const { find, refresh } = source;

  function check(keys: readonly Jwk[]): Promise<readonly Jwk[]> {
    const known = judged.get(keys);
    if (known !== undefined) return known;
    const checked = passOver(keys, onSkip);
    judged.set(keys, checked);
    return checked;
  }

  return Object.freeze<KeySource>({
    find: async (header, signal) => check(await find(header, signal)),
    ...(refresh === undefined ? {} : { refresh: async (signal?: AbortSignal) => check(await refresh(signal)) }),
  });
}

async function passOver(keys: readonly Jwk[], onSkip?: (key: ContradictedKey) => void): Promise<readonly Jwk[]> {
  const kept: Jwk[] = [];
  for (const key of keys) {
    const reason = await findCertificateMismatch(Object(key));
    if (reason === undefined) kept.push(key);
    else onSkip?.({ kid: key.kid, reason });
  }
  return Object.freeze(kept);
}
