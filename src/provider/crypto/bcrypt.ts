import type { PasswordAlgorithm } from "./password-algorithm.ts";

/** What calculates bcrypt: `compare` of a package of yours. */
export interface BcryptOptions {
  readonly verify: (password: string, hash: string) => Promise<boolean> | boolean;
}

/**
 * Verifies hashes of bcrypt (`$2a$`, `$2b$`, `$2y$`) that another system has made, and makes none: behind an algorithm that does, in the list of
 * `createPasswordHasher`, they are replaced when their people sign in. bcrypt looks at 72 octets of a password.
 */
export function createBcrypt({ verify }: BcryptOptions): readonly PasswordAlgorithm[] {
  return ["2a", "2b", "2y"].map((id) =>
    Object.freeze<PasswordAlgorithm>({
      id,
      hash: () => Promise.reject(new Error("bcrypt only verifies: put another algorithm before it.")),
      verify: async (password, hash) =>
        grammar.test(hash) && (await verify(new TextDecoder().decode(password), hash)) === true,
      isReadable: (hash) => grammar.test(hash),
      isCurrent: () => false,
    }),
  );
}

/** Costs beyond 16 take many seconds. */
const grammar = /^\$2[aby]\$(?:0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/;
