/** How the provider works with its store. */
export interface StorageOptions {
  /** How long one step of the store may take, in milliseconds; then the request is answered with 503. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** After so many writes of this process the store is swept, beside the requests. 0: never, because something else calls `provider.sweep()`. Default 500. */
  readonly sweepEveryWrites?: number | undefined;
  /** Most rows that one sweep removes. Default 1000. */
  readonly sweepLimit?: number | undefined;
}
