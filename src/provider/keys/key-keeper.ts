import type { Jwk } from "../../../generated/messages/jwk.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { describeKey } from "../../jose/generate-client-key.ts";
import { toPublicJwk } from "../../jose/public-jwk.ts";
import type { Clock } from "../../util/clock.ts";
import type { RandomSource } from "../../util/random.ts";
import { createSingleFlight } from "../../util/single-flight.ts";
import { createHandle } from "../crypto/handle.ts";
import type { ProviderEvent } from "../events.ts";
import type { KeyStore } from "../stores/store.ts";
import type { SignerKeys } from "./external-signer.ts";
import { generateProviderKey, isSlowToMake } from "./generate-key.ts";
import type { SetKeyOptions } from "./key-options.ts";
import type { KeyEntry, KeyRecord, StoredSecretText } from "./key-record.ts";
import { createKeyRing } from "./key-ring.ts";
import {
  addFirst,
  addNext,
  findNextEntry,
  findSigningEntry,
  isPublished,
  isWithdrawn,
  type NewKey,
  needsNextEntry,
  tidyEntries,
  withdrawEntry,
} from "./key-schedule.ts";
import { additionalDataFor, createKeyVault } from "./key-vault.ts";
import { type SecretPurpose, secretPurposes } from "./secret-purpose.ts";

/** A key, and what it is good for now. */
export interface KeyState {
  readonly kid: string;
  readonly algorithm: string;
  /** `signing`: signs, or is the one to encrypt for; `next`: published, and does not sign yet; `retired`: published, and signs no more; `former`: verifies `id_token_hint` alone. */
  readonly state: "next" | "signing" | "retired" | "former" | "withdrawn";
  readonly activateAtMs: number;
  readonly retireAtMs?: number | undefined;
  readonly removeAtMs?: number | undefined;
}

/** Makes keys when they are needed or due, and hands them out. */
export interface KeyKeeper {
  readonly record: () => Promise<KeyRecord>;
  /** The record of the store, because of a key that is not in memory. */
  readonly reload: () => Promise<KeyRecord>;
  readonly signingKey: (algorithm: string) => Promise<{ readonly kid: string; readonly key: CryptoKey }>;
  /** The private keys that messages to the provider may be encrypted for. */
  readonly decryptionKeys: () => Promise<readonly Jwk[]>;
  /** Waits until there is a key for every algorithm. */
  readonly ensureAll: () => Promise<void>;
  readonly secret: (purpose: SecretPurpose) => Promise<Uint8Array<ArrayBuffer>>;
  readonly list: () => Promise<readonly KeyState[]>;
  readonly rotate: (algorithm: string) => Promise<string>;
  readonly withdraw: (kid: string) => Promise<void>;
}

/** What keys are made of. */
export interface SigningKeysParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Longest life of anything that is signed, in seconds. */
  readonly longestTokenSeconds: number;
  readonly report: (event: ProviderEvent) => void;
}

/** Creates a keeper. */
export function createKeyKeeper(
  { store, clock, random, report, longestTokenSeconds, signer }: SigningKeysParts & { readonly signer: SignerKeys },
  { rsaBits, rotateAfterMs, encryption, initialKeys, ...settings }: SetKeyOptions,
): KeyKeeper {
  const { encryptionAlgorithms } = settings;
  const algorithms = [...settings.algorithms, ...encryptionAlgorithms];
  const vault = createKeyVault(encryption, random);
  const work = createSingleFlight<KeyRecord>();
  const times = { rotateAfterMs, longestTokenMs: longestTokenSeconds * 1000 };
  const ring = createKeyRing({ store, clock, report, create: createFirst, accept });

  /** An empty store gets what is quick to make; what is slow is made beside the first requests. */
  async function createFirst(): Promise<KeyRecord> {
    const elsewhere = (await signer.list()).map(({ alg }) => alg);
    const quick = algorithms.filter(
      (name) => !elsewhere.includes(name) && (!isSlowToMake(name) || initialKeys.some(({ alg }) => alg === name)),
    );
    const made = await Promise.all(quick.map((name) => makeKey(name, [])));
    const nowMs = clock();
    const entries = made.reduce<readonly KeyEntry[]>((all, key) => addFirst(all, key, nowMs), []);
    for (const { algorithm, kid } of made) report({ type: "key.added", reason: `${algorithm} ${kid}` });
    return { version: 1, entries, secrets: Object.fromEntries(await Promise.all(secretPurposes.map(makeSecret))) };
  }

  /** Opens every secret, so that a wrong key shows before anything rests on it. */
  async function accept(record: KeyRecord): Promise<void> {
    await Promise.all(Object.keys(record.secrets).map((purpose) => vault.secret(record, purpose)));
  }

  async function makeSecret(purpose: SecretPurpose): Promise<readonly [SecretPurpose, StoredSecretText]> {
    return [purpose, await vault.seal(createHandle(random), additionalDataFor.secret(purpose))];
  }

  /** A key of the configuration where there is one that was never used, otherwise a new one. */
  async function makeKey(algorithm: string, entries: readonly KeyEntry[]): Promise<NewKey> {
    const given = initialKeys.find(({ alg }) => alg === algorithm);
    const initial = given === undefined ? undefined : await describeKey(given, algorithm);
    const isUsed = entries.some(({ kid }) => kid === initial?.kid);
    const jwk = initial === undefined || isUsed ? await generateProviderKey(algorithm, rsaBits) : initial;
    const kid = String(jwk.kid);
    const privateJwk = await vault.seal(JSON.stringify(jwk), additionalDataFor.key(kid));
    return { kid, algorithm, publicJwk: toPublicJwk(jwk), privateJwk };
  }

  function addMissing(algorithm: string): Promise<KeyRecord> {
    return work.run(`first ${algorithm}`, async () => {
      const key = await makeKey(algorithm, (await ring.current()).entries);
      const record = await ring.change((stored) => {
        const nowMs = clock();
        if (findSigningEntry(stored.entries, algorithm, nowMs) !== undefined) return undefined;
        return { ...stored, entries: addFirst(tidyEntries(stored.entries, nowMs), key, nowMs) };
      });
      if (has(record, key.kid)) report({ type: "key.added", reason: `${algorithm} ${key.kid}` });
      return record;
    });
  }

  function addSuccessor(algorithm: string): Promise<KeyRecord> {
    return work.run(`next ${algorithm}`, async () => {
      const before = await ring.current();
      if (findNextEntry(before.entries, algorithm, clock()) !== undefined) return before;
      const key = await makeKey(algorithm, before.entries);
      // What was encrypted for a key may come late: the set that named it is kept in caches.
      const longestTokenMs = Math.max(times.longestTokenMs, encryptionAlgorithms.includes(algorithm) ? hourMs : 0);
      const record = await ring.change((stored) => {
        const nowMs = clock();
        if (findNextEntry(stored.entries, algorithm, nowMs) !== undefined) return undefined;
        return { ...stored, entries: addNext(tidyEntries(stored.entries, nowMs), key, { longestTokenMs, nowMs }) };
      });
      if (has(record, key.kid)) report({ type: "key.rotated", reason: `${algorithm} ${key.kid}` });
      return record;
    });
  }

  /** What is due is done beside the request that noticed it. */
  function maintain(record: KeyRecord): void {
    const nowMs = clock();
    const isDue = (name: string): boolean => needsNextEntry(record.entries, name, { ...times, nowMs });
    for (const name of algorithms) if (isDue(name)) inBackground(addSuccessor(name));
    if (vault.needsSealing(record)) inBackground(work.run("seal", sealAgain));
  }

  async function sealAgain(): Promise<KeyRecord> {
    const record = await ring.current();
    const sealed = await vault.sealAgain(record);
    return ring.change((stored) =>
      stored.version === record.version && vault.needsSealing(stored) ? sealed : undefined,
    );
  }

  function inBackground(task: Promise<unknown>): void {
    task.catch((cause) => report({ type: "error.internal", reason: "A key could not be made or stored.", cause }));
  }

  let hasStarted = false;
  async function current(): Promise<KeyRecord> {
    const record = await ring.current();
    if (hasStarted) return record;
    hasStarted = true;
    inBackground(ensureAll());
    return record;
  }

  async function ensureAll(): Promise<void> {
    const [{ entries }, elsewhere] = await Promise.all([current(), signer.list()]);
    const nowMs = clock();
    const isMissing = (name: string): boolean =>
      findSigningEntry(entries, name, nowMs) === undefined && !elsewhere.some(({ alg }) => alg === name);
    await Promise.all(algorithms.filter(isMissing).map(addMissing));
    maintain(await ring.current());
  }

  return Object.freeze<KeyKeeper>({
    record: current,
    reload: ring.reload,
    ensureAll,
    async signingKey(algorithm) {
      const record = await current();
      maintain(record);
      let entry = findSigningEntry(record.entries, algorithm, clock());
      if (entry === undefined && algorithms.includes(algorithm))
        entry = findSigningEntry((await addMissing(algorithm)).entries, algorithm, clock());
      if (entry === undefined) throw new Error(`There is no key for ${algorithm}.`);
      return { kid: entry.kid, key: await vault.privateKey(entry) };
    },
    async decryptionKeys() {
      const record = await current();
      maintain(record);
      const nowMs = clock();
      const usable = record.entries.filter(
        (entry) =>
          encryptionAlgorithms.includes(entry.algorithm) && entry.privateJwk !== undefined && isPublished(entry, nowMs),
      );
      return Promise.all(usable.map(vault.privateJwk));
    },
    async secret(purpose) {
      const known = await vault.secret(await current(), purpose);
      if (known !== undefined) return known;
      const [, made] = await makeSecret(purpose);
      const record = await ring.change((stored) =>
        Object.hasOwn(stored.secrets, purpose)
          ? undefined
          : { ...stored, secrets: { ...stored.secrets, [purpose]: made } },
      );
      const octets = await vault.secret(record, purpose);
      if (octets === undefined) throw new Error(`There is no secret for ${purpose}.`);
      return octets;
    },
    async list() {
      const { entries } = await current();
      return entries.map((entry) => describeEntry(entries, entry, clock()));
    },
    async rotate(algorithm) {
      if (!algorithms.includes(algorithm)) throw unknownKey("algorithm", "is not one that the provider has keys for");
      const { entries } = await addSuccessor(algorithm);
      const next = findNextEntry(entries, algorithm, clock());
      return next?.kid ?? findSigningEntry(entries, algorithm, clock())?.kid ?? "";
    },
    async withdraw(kid) {
      const { entries } = await ring.change((stored) =>
        stored.entries.some((entry) => entry.kid === kid && !isWithdrawn(entry))
          ? { ...stored, entries: withdrawEntry(stored.entries, kid, clock()) }
          : undefined,
      );
      const withdrawn = entries.find((entry) => entry.kid === kid);
      if (withdrawn === undefined) throw unknownKey("kid", "names no key of the provider");
      report({ type: "key.withdrawn", reason: `${withdrawn.algorithm} ${kid}` });
      await ensureAll();
    },
  });
}

const hourMs = 3_600_000;

function has({ entries }: KeyRecord, kid: string): boolean {
  return entries.some((entry) => entry.kid === kid);
}

function describeEntry(entries: readonly KeyEntry[], entry: KeyEntry, nowMs: number): KeyState {
  const { kid, algorithm, activateAtMs, retireAtMs, removeAtMs } = entry;
  const isSigning = findSigningEntry(entries, algorithm, nowMs) === entry;
  const published = isSigning ? "signing" : activateAtMs > nowMs ? "next" : "retired";
  const state = isWithdrawn(entry) ? "withdrawn" : isPublished(entry, nowMs) ? published : "former";
  return Object.freeze({ kid, algorithm, state, activateAtMs, retireAtMs, removeAtMs });
}

function unknownKey(parameter: string, problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${parameter} ${problem}.`,
    parameter,
    specification: specification("oidc-core", "10.1.1"),
  });
}
