import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { JwkSet } from "../../../generated/messages/jwk-set.ts";
import { createClientJwks } from "../../jose/client-jwks.ts";
import { generateClientKey } from "../../jose/generate-client-key.ts";
import type { KeySource } from "../../jose/key-source.ts";
import { toPublicJwk } from "../../jose/public-jwk.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { decodeBase64url } from "../../util/base64url.ts";
import type { Clock } from "../../util/clock.ts";
import type { RandomSource } from "../../util/random.ts";
import { createHandle } from "../crypto/handle.ts";
import type { JsonObject, StoredKeys } from "../stores/records.ts";
import type { KeyStore } from "../stores/store.ts";
import type { KeyOptions } from "./key-options.ts";

/** What secrets of the server are for. */
export type SecretPurpose =
  | "refresh-token"
  | "registration"
  | "form"
  | "user-code"
  | "dpop-nonce"
  | "throttle"
  | "pairwise"
  | "password-pepper";

/** The keys and secrets of the provider, the same in all its processes. */
export interface SigningKeys {
  /** Algorithms it can sign with, the default one first. */
  readonly algorithms: readonly string[];
  /** Signs claims as a JWT of a type. */
  readonly sign: (header: { readonly typ?: string; readonly alg: string }, claims: object) => Promise<string>;
  /** The public keys for `jwks_uri`. */
  readonly jwks: () => Promise<JwkSet>;
  /** To verify tokens of one's own. */
  readonly source: KeySource;
  /** A secret of 32 octets for one purpose. */
  readonly secret: (purpose: SecretPurpose) => Promise<Uint8Array>;
}

/** What keys are made of. */
export interface SigningKeysParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** Creates the provider's keys: loaded from the store at first use, and made there where it is empty. */
export function createSigningKeys(
  { store, random }: SigningKeysParts,
  { algorithms = ["RS256", "ES256"] }: KeyOptions = {},
): SigningKeys {
  let loaded: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    loaded ??= loadKeys(store, { algorithms, random }).catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
  const source: KeySource = { find: async () => (await load()).keys.map(toPublicJwk) };
  return Object.freeze<SigningKeys>({
    algorithms,
    source,
    async sign({ typ, alg }, claims) {
      const key = (await load()).keys.find((jwk) => jwk.alg === alg);
      if (key === undefined) throw new Error(`There is no key for ${alg}.`);
      return signJwt({ alg, typ, kid: key.kid }, { ...claims }, key);
    },
    jwks: async () => createClientJwks((await load()).keys),
    async secret(purpose) {
      const secret = (await load()).secrets[purpose];
      const octets = typeof secret === "string" ? decodeBase64url(secret) : undefined;
      if (octets === undefined) throw new Error(`There is no secret for ${purpose}.`);
      return octets;
    },
  });
}

interface Loaded {
  readonly keys: readonly Jwk[];
  readonly secrets: JsonObject;
}

async function loadKeys(
  store: KeyStore,
  { algorithms, random }: { readonly algorithms: readonly string[]; readonly random: RandomSource },
): Promise<Loaded> {
  const stored = await store.load();
  if (stored !== undefined) return readKeys(stored);
  const keys = await Promise.all(algorithms.map(generateClientKey));
  const secrets = Object.fromEntries(secretPurposes.map((purpose) => [purpose, createHandle(random)]));
  const record: StoredKeys = { version: 1, keys: keys.map((key) => JSON.parse(JSON.stringify(key))), secrets };
  if (await store.save(record)) return { keys, secrets };
  return loadKeys(store, { algorithms, random });
}

function readKeys({ keys, secrets }: StoredKeys): Loaded {
  return { keys: keys.map((jwk) => ({ ...jwk, kty: String(jwk.kty) })), secrets };
}

const secretPurposes: readonly SecretPurpose[] = [
  "refresh-token",
  "registration",
  "form",
  "user-code",
  "dpop-nonce",
  "throttle",
  "pairwise",
  "password-pepper",
];
