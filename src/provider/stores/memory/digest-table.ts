import { Buffer } from "node:buffer";

/** A number and a time for each SHA-256 digest. */
export interface DigestTable {
  readonly size: () => number;
  /** The entry of a digest, or -1. Good until the next `remove`. */
  readonly find: (digest: string) => number;
  /** Adds a digest that is not there yet. */
  readonly add: (digest: string, value: DigestValue) => void;
  readonly read: (entry: number) => DigestValue;
  readonly digestOf: (entry: number) => string;
  readonly remove: (entry: number) => void;
  /** Goes through the entries; what is added or removed meanwhile disturbs nothing. */
  readonly entries: () => Generator<number, void, undefined>;
}

/** What is kept for a digest. */
export interface DigestValue {
  /** 0 to 4294967294. */
  readonly number: number;
  readonly timeMs: number;
}

/** Whether a text is a SHA-256 digest as base64url, in the one spelling that it has. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/**
 * Creates a table outside of the engine's heap: some hundred thousand entries that live for ten minutes each cost the garbage collector nothing, and 60
 * octets of memory each.
 */
export function createDigestTable(): DigestTable {
  const pages: Buffer[] = [];
  let free: number[] = [];
  let used = 0;
  // Open addressing with linear probing: an entry's number plus one, or 0. A digest is as good a hash as there is.
  let index = new Uint32Array(smallestIndex);
  const probe = Buffer.alloc(digestBytes);
  // A token is looked for, and then added: the second look is where the first one ended.
  let last: { readonly digest: string; readonly place: number } | undefined;

  const pageOf = (entry: number): Buffer => pages[Math.floor(entry / pageEntries)] ?? probe;
  const offsetOf = (entry: number): number => (entry % pageEntries) * entryBytes;
  const homeOf = (entry: number): number => pageOf(entry).readUInt32LE(offsetOf(entry)) & (index.length - 1);
  const at = (place: number): number => (index[place] ?? 0) - 1;

  function isProbe(entry: number): boolean {
    const offset = offsetOf(entry);
    const page = pageOf(entry);
    // Neighbours in the index differ here, so that they need not be compared whole.
    if (page.readUInt32LE(offset + 4) !== probe.readUInt32LE(4)) return false;
    return probe.compare(page, offset, offset + digestBytes) === 0;
  }

  /** The place of a digest in the index, or the free one where it belongs. */
  function placeOf(digest: string): number {
    if (last?.digest !== digest) last = { digest, place: probeFor(digest) };
    return last.place;
  }

  function probeFor(digest: string): number {
    probe.write(digest, "base64url");
    let place = probe.readUInt32LE(0) & (index.length - 1);
    for (let entry = at(place); entry >= 0 && !isProbe(entry); entry = at(place)) place = next(place);
    return place;
  }

  const next = (place: number): number => (place + 1) & (index.length - 1);

  function takeEntry(): number {
    const freed = free.pop();
    if (freed !== undefined) return freed;
    if (used === pages.length * pageEntries) pages.push(Buffer.alloc(pageEntries * entryBytes));
    used += 1;
    return used - 1;
  }

  const size = (): number => used - free.length;

  function grow(): void {
    last = undefined;
    index = new Uint32Array(index.length * 2);
    for (const entry of entries()) {
      let place = homeOf(entry);
      while (at(place) >= 0) place = next(place);
      index[place] = entry + 1;
    }
  }

  function* entries(): Generator<number, void, undefined> {
    for (let entry = 0; entry < used; entry += 1) if (numberOf(entry) !== nothing) yield entry;
  }

  const numberOf = (entry: number): number => pageOf(entry).readUInt32LE(offsetOf(entry) + digestBytes);

  function digestOf(entry: number): string {
    const offset = offsetOf(entry);
    return pageOf(entry).toString("base64url", offset, offset + digestBytes);
  }

  /** Takes an entry out of the index, and moves up those behind it that would not be found any more. */
  function closeGap(removed: number): void {
    let gap = removed;
    for (let place = next(gap); at(place) >= 0; place = next(place)) {
      const home = homeOf(at(place));
      const isBetween = gap <= place ? home > gap && home <= place : home > gap || home <= place;
      if (isBetween) continue;
      index[gap] = index[place] ?? 0;
      gap = place;
    }
    index[gap] = 0;
  }

  return {
    size,
    find: (digest) => at(placeOf(digest)),
    add(digest, { number, timeMs }) {
      if (size() >= index.length * fullest) grow();
      const place = placeOf(digest);
      last = undefined;
      const entry = takeEntry();
      const page = pageOf(entry);
      const offset = offsetOf(entry);
      page.write(digest, offset, "base64url");
      page.writeUInt32LE(number, offset + digestBytes);
      page.writeDoubleLE(timeMs, offset + digestBytes + 4);
      index[place] = entry + 1;
    },
    read: (entry) => ({
      number: numberOf(entry),
      timeMs: pageOf(entry).readDoubleLE(offsetOf(entry) + digestBytes + 4),
    }),
    digestOf,
    remove(entry) {
      closeGap(placeOf(digestOf(entry)));
      last = undefined;
      pageOf(entry).writeUInt32LE(nothing, offsetOf(entry) + digestBytes);
      free.push(entry);
      if (free.length < used) return;
      // Empty: a burst of requests does not keep its memory for ever.
      pages.length = 0;
      free = [];
      used = 0;
      index = new Uint32Array(smallestIndex);
    },
    entries,
  };
}

/** 43 characters, of which the last has two bits that mean nothing and are 0. */
const digestPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/u;
const digestBytes = 32;
/** Digest, number, time. */
const entryBytes = digestBytes + 4 + 8;
const pageEntries = 8192;
const smallestIndex = 1024;
/** The share of the index that may be in use. */
const fullest = 0.75;
const nothing = 0xffff_ffff;
