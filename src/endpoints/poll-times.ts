/** Seconds between two token requests where the server does not say (RFC 8628 §3.2, CIBA Core §7.3). */
export const defaultIntervalSeconds = 5;

/** When a lifetime ends that began with its answer, in milliseconds since 1970: always a number that JSON can hold. */
export function expiryOf({ expires_in }: { readonly expires_in: number }, receivedAt: number): number {
  return Math.min(receivedAt + expires_in * 1000, Number.MAX_SAFE_INTEGER);
}
