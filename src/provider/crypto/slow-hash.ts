import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { loadOnce } from "../../util/load-once.ts";
import { createWorkQueue } from "./work-queue.ts";

/** Hashes what people choose: passwords, and client secrets of an operator. */
export interface SlowHasher {
  /** Gives a PHC string: `$argon2id$…`, or `$scrypt$…` where the package @node-rs/argon2 is not installed. */
  readonly hash: (text: string) => Promise<string>;
  /**
   * Whether a text is the one that was hashed.
   * @throws Error for a PHC string that can't be verified here; ProtocolRefusal `temporarily_unavailable` when too much is being hashed
   */
  readonly verify: (text: string, phc: string) => Promise<boolean>;
  /** Whether a hash is not of the kind that `hash` makes now. */
  readonly isOutdated: (phc: string) => Promise<boolean>;
}

/** What the hasher is made of. */
export interface SlowHasherOptions {
  /** Loads argon2id. Default: the package @node-rs/argon2. */
  readonly loadArgon2?: (() => Promise<Argon2>) | undefined;
  /** Hashes at a time. Default 4, which are the threads that Node has for them. */
  readonly maxConcurrent?: number | undefined;
  /** Hashes that wait for their turn. Default 64. */
  readonly maxWaiting?: number | undefined;
}

/** The part of @node-rs/argon2 that is used. Its defaults are argon2id with 19 MiB and two passes. */
export interface Argon2 {
  readonly hash: (text: string) => Promise<string>;
  readonly verify: (phc: string, text: string) => Promise<boolean>;
}

/** Creates a hasher. No more than a few hashes are made at a time, because hashing is the cheapest way to keep a server busy. */
export function createSlowHasher({
  loadArgon2 = () => import("@node-rs/argon2"),
  maxConcurrent = 4,
  maxWaiting = 64,
}: SlowHasherOptions = {}): SlowHasher {
  const load = loadOnce(() => loadArgon2().catch(() => undefined));
  const run = createWorkQueue({ maxConcurrent, maxWaiting });
  return Object.freeze<SlowHasher>({
    hash: (text) =>
      run(async () => {
        const argon2 = await load();
        return argon2 === undefined ? hashWithScrypt(text) : argon2.hash(text);
      }),
    verify: (text, phc) =>
      run(async () => {
        if (phc.startsWith(scryptPrefix)) return verifyWithScrypt(text, phc);
        const argon2 = phc.startsWith(argon2Prefix) ? await load() : undefined;
        if (argon2 === undefined) throw new Error("A stored hash needs the package @node-rs/argon2 to be verified.");
        return argon2.verify(phc, text);
      }),
    isOutdated: async (phc) => !phc.startsWith((await load()) === undefined ? scryptPrefix : argon2Prefix),
  });
}

async function hashWithScrypt(text: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(text, salt, scryptCost);
  const { ln, r, p } = scryptCost;
  return `${scryptPrefix}ln=${ln},r=${r},p=${p}$${encode(salt)}$${encode(key)}`;
}

async function verifyWithScrypt(text: string, phc: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] = scryptForm.exec(phc) ?? [];
  if (salt === undefined || hash === undefined) throw new Error("A stored hash is not in the form of scrypt.");
  const expected = decode(hash);
  const key = await deriveKey(text, decode(salt), { ln: Number(ln), r: Number(r), p: Number(p) });
  return key.length === expected.length && timingSafeEqual(key, expected);
}

interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

function deriveKey(text: string, salt: Uint8Array, { ln, r, p }: ScryptCost): Promise<Uint8Array> {
  // Node refuses this cost unless it is told that so much memory may be used.
  const options = { cost: 2 ** ln, blockSize: r, parallelization: p, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(text, salt, keyOctets, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function encode(octets: Uint8Array): string {
  return btoa(String.fromCharCode(...octets)).replace(/=+$/, "");
}

function decode(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const argon2Prefix = "$argon2id$";
const scryptPrefix = "$scrypt$";
const scryptForm = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/;
const scryptCost: ScryptCost = { ln: 17, r: 8, p: 1 };
const keyOctets = 32;
