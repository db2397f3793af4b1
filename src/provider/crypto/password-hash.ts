import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { type Argon2Package, createArgon2id, loadPackage } from "./argon2id.ts";
import type { PasswordAlgorithm } from "./password-algorithm.ts";
import { createScrypt } from "./scrypt.ts";
import { createWorkQueue } from "./work-queue.ts";

/** A key that lies elsewhere than the hashes: whoever has only the hashes can't begin to guess. */
export interface Pepper {
  /** Stands in the hashes, so that a pepper can be replaced: letters, digits, `-`, at most 32. */
  readonly id: string;
  /** At least 32 octets. */
  readonly secret: Uint8Array;
}

/** How passwords are hashed. */
export interface PasswordHasherOptions {
  /**
   * The first hashes; the others verify what was hashed before. Default: Argon2id where the package `@node-rs/argon2` is installed, else scrypt; both verify.
   */
  readonly algorithms?: readonly PasswordAlgorithm[] | undefined;
  /** Loads what calculates Argon2id where no algorithms are given. Default: the package `@node-rs/argon2`. */
  readonly loadArgon2?: (() => Promise<Argon2Package>) | undefined;
  /** The first is used; the others verify what was hashed with them. Default: none. */
  readonly peppers?: readonly Pepper[] | undefined;
  /** Hashes that run at a time. Default: the number of processors. */
  readonly maxConcurrent?: number | undefined;
  /** Hashes that may wait; one more is refused with status 503. Default: 16 for each that runs. */
  readonly maxWaiting?: number | undefined;
}

/** What came of a verification. */
export interface PasswordVerdict {
  readonly matches: boolean;
  /** The password is right, and its hash has an older algorithm, older parameters or an older pepper than a new one would have. */
  readonly needsRehash: boolean;
}

/** Hashes and verifies passwords, and secrets that a person chose. */
export interface PasswordHasher {
  /**
   * Hashes a password with a fresh salt, as a PHC string.
   * @throws ProtocolRefusal `temporarily_unavailable` (503) where too many wait already
   */
  readonly hash: (password: string) => Promise<string>;
  /**
   * Verifies a password. Without a hash, as of an account that does not exist, it does the same work and gives `false`.
   * @throws ProtocolRefusal `temporarily_unavailable` (503) where too many wait already
   */
  readonly verify: (password: string, hash: string | undefined) => Promise<PasswordVerdict>;
  /** Whether a hash is one that `verify` can work with, as one that was made elsewhere. Left out: nobody knows before somebody signs in. */
  readonly canVerify?: ((hash: string) => Promise<boolean>) | undefined;
}

/**
 * Creates what hashes passwords. Passwords are taken as they are: who calls it normalises them.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an option that does not exist or can't be used
 * @see RFC 6819 §5.1.4.1.3
 */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  checkOptionNames(options, optionNames, { of: "createPasswordHasher" });
  const { peppers = [], loadArgon2 = loadPackage, maxConcurrent = availableParallelism() } = options;
  const { maxWaiting = 16 * maxConcurrent } = options;
  for (const pepper of peppers) checkPepper(pepper);
  if (options.algorithms?.length === 0) throw wrong("algorithms", "must not be empty");
  const inTurn = createWorkQueue({ maxConcurrent, maxWaiting });
  let chosen: Promise<readonly PasswordAlgorithm[]> | undefined;
  const algorithms = (): Promise<readonly PasswordAlgorithm[]> => {
    chosen ??= options.algorithms === undefined ? chooseAlgorithms(loadArgon2) : Promise.resolve(options.algorithms);
    return chosen;
  };

  async function hash(password: string): Promise<string> {
    const [algorithm] = await algorithms();
    if (algorithm === undefined) throw wrong("algorithms", "must not be empty");
    const [pepper] = peppers;
    const made = await inTurn(() => algorithm.hash(season(password, pepper)));
    return markPepper(made, pepper);
  }

  async function verify(password: string, stored: string | undefined): Promise<PasswordVerdict> {
    const all = await algorithms();
    const { bare = "", pepperId } = stored === undefined ? {} : readPepper(stored);
    const algorithm = all.find(({ id }) => bare.startsWith(`$${id}$`));
    const pepper = peppers.find(({ id }) => id === pepperId);
    if (algorithm === undefined || pepper?.id !== pepperId) {
      await hash(password);
      return { matches: false, needsRehash: false };
    }
    const matches = await inTurn(() => algorithm.verify(season(password, pepper), bare));
    const isCurrent = algorithm === all[0] && pepper === peppers[0] && algorithm.isCurrent(bare);
    return { matches, needsRehash: matches && !isCurrent };
  }

  async function canVerify(stored: string): Promise<boolean> {
    const { bare, pepperId } = readPepper(stored);
    const algorithm = (await algorithms()).find(({ id }) => bare.startsWith(`$${id}$`));
    const isKnown = pepperId === undefined || peppers.some(({ id }) => id === pepperId);
    return isKnown && algorithm !== undefined && (algorithm.isReadable?.(bare) ?? true);
  }

  return Object.freeze<PasswordHasher>({ hash, verify, canVerify });
}

async function chooseAlgorithms(load: () => Promise<Argon2Package>): Promise<readonly PasswordAlgorithm[]> {
  const isInstalled = await load().then(
    () => true,
    () => false,
  );
  return isInstalled ? [createArgon2id({ load }), createScrypt()] : [createScrypt()];
}

/** As text, because some algorithms take no octets that are none. */
function season(password: string, pepper: Pepper | undefined): Uint8Array {
  const octets = new TextEncoder().encode(password);
  if (pepper === undefined) return octets;
  return new TextEncoder().encode(createHmac("sha256", pepper.secret).update(octets).digest("base64url"));
}

/** The pepper's id stands before the hash, where no algorithm's own grammar is touched. */
function markPepper(hash: string, pepper: Pepper | undefined): string {
  return pepper === undefined ? hash : `pepper=${pepper.id}${hash}`;
}

function readPepper(stored: string): { readonly bare: string; readonly pepperId: string | undefined } {
  const [, pepperId, bare] = /^pepper=([A-Za-z0-9-]{1,32})(\$.*)$/.exec(stored) ?? [];
  return { bare: bare ?? stored, pepperId };
}

function checkPepper({ id, secret }: Pepper): void {
  if (!/^[A-Za-z0-9-]{1,32}$/.test(id)) throw wrong("peppers", "must have ids of letters, digits and hyphens");
  if (secret.byteLength < 32) throw wrong("peppers", "must have secrets of at least 32 octets");
}

function wrong(name: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The option ${name} of createPasswordHasher ${problem}.`,
    parameter: name,
  });
}

const optionNames: OptionNames<PasswordHasherOptions> = {
  algorithms: true,
  loadArgon2: true,
  peppers: true,
  maxConcurrent: true,
  maxWaiting: true,
};
