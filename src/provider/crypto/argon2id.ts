import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import type { PasswordAlgorithm } from "./password-algorithm.ts";

/** Parameters of Argon2id. */
export interface Argon2idOptions {
  /** Memory of one hash in KiB. Default 19456, at least 8 for each lane. */
  readonly memoryKiB?: number | undefined;
  /** Passes over the memory. Default 2. */
  readonly passes?: number | undefined;
  /** Lanes. Default 1. */
  readonly parallelism?: number | undefined;
  /** Loads what calculates the hashes. Default: the package `@node-rs/argon2`. */
  readonly load?: (() => Promise<Argon2Package>) | undefined;
}

/** The part of `@node-rs/argon2` that is used. */
export interface Argon2Package {
  readonly hash: (
    password: Uint8Array,
    options: { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number },
  ) => Promise<string>;
  readonly verify: (hash: string, password: Uint8Array) => Promise<boolean>;
}

/**
 * Hashes passwords with Argon2id, by the package `@node-rs/argon2`, which is loaded when the first password is hashed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an option that does not exist, and for parameters that are none; when a password is hashed, where the package is not installed
 * @see RFC 9106 §4
 */
export function createArgon2id(options: Argon2idOptions = {}): PasswordAlgorithm {
  checkOptionNames(options, optionNames, { of: "createArgon2id" });
  const { memoryKiB = 19_456, passes = 2, parallelism = 1, load = loadPackage } = options;
  for (const [name, value] of Object.entries({ memoryKiB, passes, parallelism }))
    if (!Number.isSafeInteger(value) || value < 1) throw wrong(name, "must be a positive integer");
  if (memoryKiB < 8 * parallelism) throw wrong("memoryKiB", "must be at least 8 for each lane");
  const parameters = `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$`;
  return Object.freeze<PasswordAlgorithm>({
    id: "argon2id",
    async hash(password) {
      const { hash } = await requirePackage(load);
      return hash(password, { memoryCost: memoryKiB, timeCost: passes, parallelism });
    },
    async verify(password, stored) {
      const { verify } = await requirePackage(load);
      return grammar.test(stored) && verify(stored, password);
    },
    isReadable: (stored) => grammar.test(stored),
    isCurrent: (stored) => stored.startsWith(parameters),
  });
}

/** Loads the package that Argon2id needs. The rejection is handled here, so that bundlers, for Workers among others, do not insist on what is optional. */
export const loadPackage: () => Promise<Argon2Package> = () =>
  import("@node-rs/argon2").catch((cause: unknown) => Promise.reject(cause));

async function requirePackage(load: () => Promise<Argon2Package>): Promise<Argon2Package> {
  try {
    return await load();
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "A password is hashed with Argon2id, and the package @node-rs/argon2 can't be loaded.",
      parameter: "accountRules.hasher",
      remedy: "npm install @node-rs/argon2",
      cause,
    });
  }
}

function wrong(name: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The option ${name} of createArgon2id ${problem}.`,
    parameter: name,
  });
}

const grammar =
  /^\$argon2id\$v=19\$m=[1-9]\d{0,6},t=[1-9]\d{0,2},p=[1-9]\d{0,1}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,128}$/;
const optionNames: OptionNames<Argon2idOptions> = { memoryKiB: true, passes: true, parallelism: true, load: true };
