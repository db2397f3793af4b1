/** Tells the time as milliseconds since 1970-01-01T00:00:00Z. Every date this library looks at comes from one of these. */
export type Clock = () => number;

/** The machine's clock. */
export const systemClock: Clock = () => Date.now();

/**
 * The clock's time as whole seconds, the unit of every JWT claim: rounded down, so that a token issued in this
 * second is never dated in the future.
 * @see RFC 7519 §2 (NumericDate)
 */
export function nowSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}
