import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import type { PasswordAlgorithm } from "./password-algorithm.ts";

/** Parameters of scrypt. */
export interface ScryptOptions {
  /** Binary logarithm of the cost: 17 means 131072 rounds and, with blocks of 8, 128 MiB. Default 17. */
  readonly logCost?: number | undefined;
  /** Default 8. */
  readonly blockSize?: number | undefined;
  /** Default 1. */
  readonly parallelism?: number | undefined;
}

/**
 * Hashes passwords with scrypt of the run-time: where Argon2id can't be installed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an option that does not exist, and for parameters that are none, or need more than 256 MiB
 * @see RFC 7914 §2
 */
export function createScrypt(options: ScryptOptions = {}): PasswordAlgorithm {
  checkOptionNames(options, optionNames, { of: "createScrypt" });
  const { logCost = 17, blockSize = 8, parallelism = 1 } = options;
  const parameters: Parameters = { logCost, blockSize, parallelism };
  if (!isPossible(parameters)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The options of createScrypt must be positive integers, and a hash must not need more than 256 MiB.",
      parameter: "logCost",
      remedy: "logCost 17, blockSize 8 and parallelism 1 need 128 MiB.",
    });
  }
  const prefix = `$scrypt$ln=${logCost},r=${blockSize},p=${parallelism}$`;
  return Object.freeze<PasswordAlgorithm>({
    id: "scrypt",
    async hash(password) {
      const salt = randomBytes(saltOctets);
      const key = await derive(password, salt, parameters);
      return `${prefix}${encode(salt)}$${encode(key)}`;
    },
    async verify(password, stored) {
      const read = readHash(stored);
      if (read === undefined) return false;
      const key = await derive(password, read.salt, read.parameters);
      return timingSafeEqual(key, read.key);
    },
    isReadable: (stored) => readHash(stored) !== undefined,
    isCurrent: (stored) => stored.startsWith(prefix),
  });
}

type Parameters = { readonly [Name in keyof ScryptOptions]-?: number };

function isPossible({ logCost, blockSize, parallelism }: Parameters): boolean {
  const areIntegers = [logCost, blockSize, parallelism].every((value) => Number.isSafeInteger(value) && value > 0);
  return areIntegers && memoryOf({ logCost, blockSize, parallelism }) <= maxMemory;
}

function memoryOf({ logCost, blockSize, parallelism }: Parameters): number {
  return 128 * blockSize * (2 ** logCost + parallelism + 2);
}

function derive(
  password: Uint8Array,
  salt: Uint8Array,
  { logCost, blockSize, parallelism }: Parameters,
): Promise<Uint8Array> {
  // The run-time's own limit, 32 MiB, is below what the default cost needs.
  const options = { N: 2 ** logCost, r: blockSize, p: parallelism, maxmem: maxMemory };
  return new Promise((resolve, reject) => {
    // Where nothing went wrong, Bun gives undefined and others null.
    scrypt(password, salt, keyOctets, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

interface ReadHash {
  readonly parameters: Parameters;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

function readHash(stored: string): ReadHash | undefined {
  const [, logCost, blockSize, parallelism, salt = "", key = ""] = grammar.exec(stored) ?? [];
  const parameters = { logCost: Number(logCost), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  if (!isPossible(parameters)) return undefined;
  return { parameters, salt: decode(salt), key: decode(key) };
}

function encode(octets: Uint8Array): string {
  return btoa(String.fromCharCode(...octets)).replaceAll("=", "");
}

/** The grammar leaves nothing over but the bits after the last octet, which count for nothing. */
function decode(text: string): Uint8Array {
  const whole = text.slice(0, text.length - (text.length % 4 === 1 ? 1 : 0));
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

const grammar = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{6,64})\$([A-Za-z0-9+/]{43})$/;
const maxMemory = 268_435_456;
const saltOctets = 16;
const keyOctets = 32;
const optionNames: OptionNames<ScryptOptions> = { logCost: true, blockSize: true, parallelism: true };
