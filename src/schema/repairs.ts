import type { ToleranceName } from "../../generated/tolerances.ts";

/** A new value, or `{}` to remove the member; undefined when the tolerance does not fit the value. `get` reads other members. */
export type Repair = (value: unknown, get: (member: string) => unknown) => { readonly value?: unknown } | undefined;

/** In the order in which they are applied: what stands for nothing is removed first, so that a missing member is seen as one. */
export const memberRepairs: readonly (readonly [ToleranceName, Repair])[] = [
  ["null-members", (value) => (value === null ? {} : undefined)],
  ["empty-strings", (value) => (value === "" ? {} : undefined)],
  ["empty-arrays", (value) => (Array.isArray(value) && value.length === 0 ? {} : undefined)],
  ["expires-in-string", (value) => readNumber(value, /^[0-9]{1,15}(\.[0-9]{1,9})?$/)],
  ["numeric-date-string", (value) => readNumber(value, digits)],
  ["token-type-missing", (value) => (value === undefined ? { value: "Bearer" } : undefined)],
  ["token-type-alias", (value) => (isBearerAlias(value) ? { value: "Bearer" } : undefined)],
  [
    "scope-array",
    (value) => (isStringList(value) ? (value.length === 0 ? {} : { value: value.join(" ") }) : undefined),
  ],
  ["scope-comma", (value) => (typeof value === "string" && value.includes(",") ? splitAtCommas(value) : undefined)],
  ["boolean-string", (value) => (value === "true" || value === "false" ? { value: value === "true" } : undefined)],
  ["iso-8601-date", readDate],
  ["logout-token-exp-missing", (value, get) => (value === undefined ? endShortlyAfter(get("iat")) : undefined)],
];

/** Whether a tolerance reads a valid message in another way; the others only mend what is broken, so that a valid message needs none of them. */
export function givesAnotherMeaning(tolerance: ToleranceName): boolean {
  return rereadings.includes(tolerance);
}

/** The lifetime in seconds that other members of a message give; undefined when they give none. */
export type LifetimeRepair = (get: (member: string) => unknown, nowSeconds: number | undefined) => number | undefined;

/** Lifetimes under other names, used only where `expires_in` is absent. */
export const lifetimeRepairs: readonly (readonly [ToleranceName, LifetimeRepair])[] = [
  ["expires-member", (get) => secondsOf(get("expires"))],
  [
    "expires-on",
    (get, nowSeconds) => {
      const until = secondsOf(get("expires_on") ?? get("expires_at"));
      return until === undefined || nowSeconds === undefined ? undefined : Math.max(0, Math.floor(until - nowSeconds));
    },
  ],
];

/** Members that go under another name at some providers, used only where the member itself is absent. */
export const aliasRepairs: readonly (readonly [ToleranceName, alias: string, member: string])[] = [
  ["verification-url", "verification_url", "verification_uri"],
];

function readNumber(value: unknown, form: RegExp): { readonly value: number } | undefined {
  return typeof value === "string" && form.test(value) ? { value: Math.floor(Number(value)) } : undefined;
}

function isBearerAlias(value: unknown): boolean {
  return typeof value === "string" && bearerAliases.includes(value.toLowerCase());
}

function splitAtCommas(scope: string): { readonly value?: string } {
  const values = scope.split(/[ ,]/).filter((value) => value !== "");
  return values.length === 0 ? {} : { value: values.join(" ") };
}

/** The time zone must be there: without it each run-time would read the time in its own. */
function readDate(value: unknown): { readonly value: number } | undefined {
  const time = typeof value === "string" && isoDate.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : { value: time / 1000 };
}

/** Without an end of its own a token would stay good for whoever keeps it. */
function endShortlyAfter(issuedAt: unknown): { readonly value: number } | undefined {
  return typeof issuedAt === "number" ? { value: issuedAt + logoutTokenSeconds } : undefined;
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" && digits.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

const rereadings: readonly ToleranceName[] = ["token-type-alias", "scope-comma", "expires-member", "expires-on"];
const bearerAliases: readonly string[] = ["bearer_token", "user", "bot"];
/** The lifetime that OpenID Connect Back-Channel Logout §2.4 advises at most. */
const logoutTokenSeconds = 120;
const digits = /^[0-9]{1,15}$/;
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
