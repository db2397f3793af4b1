import type { Jwk } from "../../generated/messages/jwk.ts";

/**
 * Finds out why the operations that a key lists do not allow a use of it: none of those wanted is among them, one is listed twice, or
 * they contradict its `use`. Signing with verifying, and encrypting with decrypting, may stand together.
 *
 * @param wanted - operations of which one must be there; left out for the public half of a key agreement, which has none of its own
 * @returns the reason, or undefined where nothing speaks against it
 * @see RFC 7517 §4.3
 */
export function findOperationsProblem(
  { use, key_ops }: Jwk,
  wanted: readonly string[] | undefined,
): string | undefined {
  const operations: unknown = key_ops;
  if (operations === undefined) return undefined;
  if (!Array.isArray(operations) || wanted?.some((operation) => operations.includes(operation)) === false) {
    return `its key_ops lack ${String(wanted?.join(" or "))}`;
  }
  const has = (names: RegExp): boolean => operations.some((operation) => names.test(operation));
  const contradicts =
    use === "sig" ? has(encrypting) : has(/^(?:sign|verify)$/) && (use === "enc" || wanted === undefined);
  return contradicts || new Set(operations).size < operations.length
    ? "its key_ops contradict its use or are repeated"
    : undefined;
}

/** `encrypt`, `wrapKey`, `deriveBits` and their like. */
const encrypting = /crypt$|rapKey$|^derive/;
