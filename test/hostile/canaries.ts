import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { inspect } from "node:util";

/** Secrets that are told apart from everything else, so that each place where one shows up is a leak. */
export interface Canaries {
  /** A new secret; `kind` says in a failure which one leaked. */
  readonly make: (kind: string, length?: number) => string;
  /** One that needs escaping in forms, URLs and JSON. */
  readonly makeOdd: (kind: string) => string;
  /** Watches a text that was made elsewhere, a token or the private part of a key. */
  readonly watch: (kind: string, secret: string) => string;
  /** Fails where a value shows a secret in any of the ways in which values are logged. */
  readonly assertHidden: (value: unknown, where: string) => void;
}

/** Creates an aviary: secrets, and what finds them again, as they are and as encodings have them, whole or twelve characters of them. */
export function createCanaries(): Canaries {
  const windows = new Map<string, string>();
  const watch = (kind: string, secret: string): string => {
    for (const form of formsOf(secret))
      for (let at = 0; at + size <= form.length; at += 1) windows.set(form.slice(at, at + size), kind);
    return secret;
  };
  return {
    watch,
    make: (kind, length = 32) => watch(kind, randomBytes(length).toString("base64url")),
    makeOdd: (kind) =>
      watch(kind, `${randomBytes(9).toString("base64url")}+/%&=:${randomBytes(12).toString("base64url")}`),
    assertHidden(value, where) {
      for (const [way, text] of textsOf(value)) {
        for (let at = 0; at + size <= text.length; at += 1) {
          const kind = windows.get(text.slice(at, at + size));
          if (kind !== undefined)
            assert.fail(`${where}: ${way} shows the ${kind}: ${text.slice(Math.max(0, at - 80), at)}⟪here⟫`);
        }
      }
    },
  };
}

function formsOf(secret: string): ReadonlySet<string> {
  const octets = Buffer.from(secret);
  // In base64 of a longer text, a secret looks different by where it begins; the characters at its edges belong to its neighbours too.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), octets])
      .toString("base64")
      .slice(shift === 0 ? 0 : shift + 1, -4),
  );
  return new Set([
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    octets.toString("hex"),
    octets.toString("hex").toUpperCase(),
    ...shifted,
    ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ]);
}

/** How a value looks where it is printed, logged or sent to a service that collects errors. */
function textsOf(value: unknown, depth: number = 0): readonly (readonly [way: string, text: string])[] {
  const texts: (readonly [string, string])[] = [
    ["String()", attempt(() => String(value))],
    ["inspect", inspect(value, { depth: 10, showHidden: true, maxStringLength: null, maxArrayLength: null })],
    ["JSON", attempt(() => JSON.stringify(value) ?? "")],
  ];
  if (!(value instanceof Error) || depth > 5) return texts;
  const own = Reflect.ownKeys(value).map((name): unknown => Reflect.get(value, name));
  const inner = own.filter((member) => typeof member !== "object" || member === null).map(String);
  return [
    ...texts,
    ["message", value.message],
    ["stack", value.stack ?? ""],
    ["members", inner.join("\n")],
    ...textsOf(value.cause, depth + 1).map(([way, text]) => [`cause, ${way}`, text] as const),
  ];
}

function attempt(write: () => string): string {
  try {
    return write();
  } catch (error) {
    return String(error);
  }
}

const size = 12;

/** Runs a step and gives what it wrote to the console, and the warnings of the process. */
export async function captureOutput(step: () => Promise<void>): Promise<string> {
  const warnings: string[] = [];
  const written: string[] = [];
  const consoles = (["log", "info", "warn", "error", "debug", "trace"] as const).map(
    (name) => [name, console[name]] as const,
  );
  const warn = (warning: Error): unknown => warnings.push(String(warning.stack));
  process.on("warning", warn);
  for (const [name] of consoles) console[name] = (...values: readonly unknown[]) => void written.push(inspect(values));
  try {
    await step();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("warning", warn);
    for (const [name, original] of consoles) console[name] = original;
  }
  return [...written, ...warnings].join("\n");
}
