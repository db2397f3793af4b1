import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { encodeBase64url } from "../util/base64url.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { systemRandom } from "../util/random.ts";

/** What a nonce is worth: `newest` and `accepted` are good, and after `accepted` the client should get a new one; `stale` is old, or made by somebody else. */
export type DPoPNonceState = "newest" | "accepted" | "stale" | "missing";

/** The nonces that a server demands in DPoP proofs, so that none is made in advance. */
export interface DPoPNonces {
  /** The nonce to send now, as `DPoP-Nonce`. */
  readonly issue: () => Promise<string>;
  /** Judges the nonce of a proof. */
  readonly check: (nonce: string | undefined) => Promise<DPoPNonceState>;
  /** For how long a nonce may be good at most, in seconds. */
  readonly acceptedForSeconds: number;
}

/** How nonces are made. */
export interface DPoPNoncesOptions {
  /**
   * Secrets of 32 octets or more, as octets or as text of as many characters; the first one makes nonces, all of them recognise nonces, so that one
   * replaces another without a break. Servers that answer for one another share them. Default: a random one of this process.
   */
  readonly secrets?: readonly (string | Uint8Array<ArrayBuffer>)[] | undefined;
  /** How long a nonce is sent, in whole seconds; it is good for once to twice as long. Default 120. */
  readonly lifetimeSeconds?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates nonces that need no memory: each is an HMAC-SHA-256 of the slot of time in which it is sent. Nonces of the last slot are good too, and those of the next
 * one, which a server with a faster clock has sent. For authorization servers and resource servers.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a secret that is too short, no secret at all, a lifetime that is none, or an option that does not exist
 * @see RFC 9449 §8
 * @see RFC 9449 §9
 */
export function createDPoPNonces(options: DPoPNoncesOptions = {}): DPoPNonces {
  checkOptionNames(options, optionNames, { of: "createDPoPNonces" });
  const { secrets = [systemRandom(leastOctets).slice()], lifetimeSeconds = 120, clock = systemClock } = options;
  const octets = readSecrets(secrets);
  if (!Number.isSafeInteger(lifetimeSeconds) || lifetimeSeconds < 1)
    throw unusable("lifetimeSeconds", "must be a whole number of seconds, 1 or more");
  let keys: Promise<readonly CryptoKey[]> | undefined;
  const known = new Map<number, Promise<readonly string[]>>();

  function noncesOf(slot: number): Promise<readonly string[]> {
    let nonces = known.get(slot);
    if (nonces === undefined) {
      keys ??= Promise.all(octets.map(importSecret));
      nonces = keys.then((all) => Promise.all(all.map((key) => makeNonce(key, `${lifetimeSeconds} ${slot}`))));
      known.set(slot, nonces);
      for (const old of known.keys()) if (known.size > keptSlots) known.delete(old);
    }
    return nonces;
  }

  function currentSlot(): number {
    const slot = Math.floor(nowSeconds(clock) / lifetimeSeconds);
    if (Number.isFinite(slot)) return slot;
    throw unusable("clock", "must tell the time in milliseconds since 1970");
  }

  async function issue(): Promise<string> {
    const [nonce = ""] = await noncesOf(currentSlot());
    return nonce;
  }

  async function check(nonce: string | undefined): Promise<DPoPNonceState> {
    if (nonce === undefined) return "missing";
    const slot = currentSlot();
    const slots = await Promise.all([slot, slot - 1, slot + 1].map(noncesOf));
    // All are compared, whichever it is.
    const matches = slots.flat().map((good) => equalConstantTime(good, nonce));
    if (matches[0] === true) return "newest";
    return matches.includes(true) ? "accepted" : "stale";
  }

  return Object.freeze({ issue, check, acceptedForSeconds: 3 * lifetimeSeconds });
}

function readSecrets(secrets: readonly (string | Uint8Array<ArrayBuffer>)[]): readonly Uint8Array<ArrayBuffer>[] {
  if (!Array.isArray(secrets) || secrets.length === 0)
    throw unusable("secrets", "must be a list with one secret or more");
  return secrets.map((secret: unknown) => {
    const octets = typeof secret === "string" ? new TextEncoder().encode(secret) : secret;
    if (octets instanceof Uint8Array && octets.length >= leastOctets) return new Uint8Array(octets);
    throw unusable("secrets", `must be octets, or text, of ${leastOctets} or more`);
  });
}

function importSecret(octets: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", octets, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** The text before the slot keeps what else a secret may be used for apart. */
async function makeNonce(key: CryptoKey, slot: string): Promise<string> {
  const signed = new TextEncoder().encode(`DPoP-Nonce ${slot}`);
  return encodeBase64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)));
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9449", "8"),
  });
}

const leastOctets = 32;
/** The slots that are looked at, and one for the change from one to the next. */
const keptSlots = 4;
const optionNames: OptionNames<DPoPNoncesOptions> = { secrets: true, lifetimeSeconds: true, clock: true };
