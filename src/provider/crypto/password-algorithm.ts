/** A way to hash passwords so that guessing one is slow. */
export interface PasswordAlgorithm {
  /** How its hashes begin, between dollar signs: `argon2id`. */
  readonly id: string;
  /** Hashes with a fresh salt, and gives a PHC string: algorithm, parameters, salt and hash in one text. */
  readonly hash: (password: Uint8Array) => Promise<string>;
  /** Whether a hash of this algorithm, of any parameters, is the password's; `false` for a text that is none. */
  readonly verify: (password: Uint8Array, hash: string) => Promise<boolean>;
  /** Whether a text is a hash that `verify` can work with. Left out: what begins like one is. */
  readonly isReadable?: ((hash: string) => boolean) | undefined;
  /** Whether a hash has the parameters that a new one would have. */
  readonly isCurrent: (hash: string) => boolean;
}
