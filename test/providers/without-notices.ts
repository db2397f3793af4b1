/**
 * Runs a function and drops what is written with `console.warn` meanwhile where it begins with a text that is known and
 * expected. Everything else is written as ever, so that a new warning or an error is seen. Calls may overlap.
 */
export async function withoutNotices<T>(known: readonly string[], run: () => Promise<T>): Promise<T> {
  if (active.size === 0) original = console.warn;
  active.add(known);
  console.warn = warnUnlessKnown;
  try {
    return await run();
  } finally {
    active.delete(known);
    if (active.size === 0) console.warn = original;
  }
}

function warnUnlessKnown(...parts: readonly unknown[]): void {
  const text = String(parts[0]).replace(ansiColor, "");
  if ([...active].flat().some((beginning) => text.startsWith(beginning))) return;
  original(...parts);
}

/** Filters in force, one for each call under way. */
const active = new Set<readonly string[]>();
let original: (...parts: readonly unknown[]) => void = console.warn;
const ansiColor = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
