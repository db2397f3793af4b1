import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { JwkSet } from "../../../generated/messages/jwk-set.ts";
import { createClientJwks } from "../../jose/client-jwks.ts";
import type { KeySource } from "../../jose/key-source.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import type { Clock } from "../../util/clock.ts";
import { createSignerKeys } from "./external-signer.ts";
import { createKeyKeeper, type KeyKeeper, type KeyState, type SigningKeysParts } from "./key-keeper.ts";
import { type KeyOptions, readKeyOptions } from "./key-options.ts";
import type { KeyEntry } from "./key-record.ts";
import { isOffered, isPublished, isWithdrawn } from "./key-schedule.ts";
import type { SecretPurpose } from "./secret-purpose.ts";

/** What an operator does with the keys. */
export interface KeyManagement {
  /** Rejects where the keys cannot be read, opened or made: for a start that must not go wrong in silence. */
  readonly ready: () => Promise<void>;
  /** All keys that are known, with what they are good for now. */
  readonly list: () => Promise<readonly KeyState[]>;
  /**
   * Publishes a new key of an algorithm (default: the first one), which signs in a quarter of an hour, when everybody can know it. While one waits already,
   * nothing happens.
   * @returns the `kid` of the key that waits
   */
  readonly rotate: (algorithm?: string) => Promise<string>;
  /** Takes a key out of use at once, because it is in foreign hands: what it signed is not believed any more. */
  readonly withdraw: (kid: string) => Promise<void>;
}

/** The keys and secrets of the provider, the same in all its processes. */
export interface SigningKeys extends KeyManagement {
  /** Algorithms it can sign with, the default one first. */
  readonly algorithms: readonly string[];
  /** Algorithms that request objects may be encrypted with. */
  readonly encryptionAlgorithms: readonly string[];
  /** The private keys for them. */
  readonly decryptionKeys: () => Promise<readonly Jwk[]>;
  /** Signs claims as a JWT of a type. */
  readonly sign: (header: { readonly typ?: string; readonly alg: string }, claims: object) => Promise<string>;
  /** The public keys for `jwks_uri`. */
  readonly jwks: () => Promise<JwkSet>;
  /** To verify tokens of one's own. */
  readonly source: KeySource;
  /** The same and the keys of half a year before, but for those that were withdrawn: for tokens that count after their end, as `id_token_hint`. */
  readonly formerSource: KeySource;
  /** A secret of 32 octets for one purpose. */
  readonly secret: (purpose: SecretPurpose) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Creates the provider's keys: loaded from the store at first use, and made there where it is empty.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used, `ERR_CONFIGURATION_KEY` for a key that can't
 * @see OpenID Connect Core §10.1
 */
export function createSigningKeys(parts: SigningKeysParts, options: KeyOptions = {}): SigningKeys {
  const settings = readKeyOptions(options);
  const { clock } = parts;
  const signer = createSignerKeys(settings.signer, clock);
  const keeper = createKeyKeeper({ ...parts, signer }, settings);
  const { algorithms, encryptionAlgorithms } = settings;
  return Object.freeze<SigningKeys>({
    algorithms,
    encryptionAlgorithms,
    decryptionKeys: keeper.decryptionKeys,
    source: createSource({ keeper, signer, clock }, "published"),
    formerSource: createSource({ keeper, signer, clock }, "former"),
    async sign({ typ, alg }, claims) {
      const elsewhere = settings.signer === undefined ? undefined : await signer.sign({ typ, alg }, claims);
      if (elsewhere !== undefined) return elsewhere;
      const { kid, key } = await keeper.signingKey(alg);
      return signJwt({ alg, typ, kid }, { ...claims }, key);
    },
    jwks: createJwks({ keeper, signer, clock }, encryptionAlgorithms),
    secret: keeper.secret,
    list: keeper.list,
    rotate: (algorithm = algorithms[0] ?? "RS256") => keeper.rotate(algorithm),
    withdraw: keeper.withdraw,
    async ready() {
      await Promise.all([signer.list(), keeper.secret("form")]);
      await keeper.ensureAll();
    },
  });
}

interface SourceParts {
  readonly keeper: KeyKeeper;
  readonly signer: ReturnType<typeof createSignerKeys>;
  readonly clock: Clock;
}

function createSource({ keeper, signer, clock }: SourceParts, which: "published" | "former"): KeySource {
  return Object.freeze<KeySource>({
    async find({ kid }) {
      const elsewhere = await signer.list();
      const isKnown = (each: { readonly kid?: string | undefined }): boolean => each.kid === kid;
      let { entries } = await keeper.record();
      if (kid !== undefined && !entries.some(isKnown) && !elsewhere.some(isKnown))
        ({ entries } = await keeper.reload());
      const nowMs = clock();
      const believed = entries.filter(
        (entry) =>
          entry.publicJwk.use !== "enc" && !isWithdrawn(entry) && (which === "former" || isPublished(entry, nowMs)),
      );
      return [...elsewhere, ...believed.map(({ publicJwk }) => publicJwk)];
    },
  });
}

/** The set is made anew when another key belongs to it, not for every request. */
function createJwks(
  { keeper, signer, clock }: SourceParts,
  encryptionAlgorithms: readonly string[],
): () => Promise<JwkSet> {
  const isShown = (entry: KeyEntry, nowMs: number): boolean =>
    entry.publicJwk.use === "enc"
      ? encryptionAlgorithms.includes(entry.algorithm) && isOffered(entry, nowMs)
      : isPublished(entry, nowMs);
  let made: { readonly names: string; readonly jwks: JwkSet } | undefined;
  return async () => {
    await keeper.ensureAll();
    const { entries } = await keeper.record();
    const nowMs = clock();
    const own = entries.filter((entry) => isShown(entry, nowMs)).map(({ publicJwk }) => publicJwk);
    const all = [...(await signer.list()), ...own];
    const names = all.map(({ kid }) => kid).join(" ");
    if (made?.names !== names) made = { names, jwks: createClientJwks(all) };
    return made.jwks;
  };
}
