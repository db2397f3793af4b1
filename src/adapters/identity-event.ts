import type { BrowserClientEvent } from "../browser/options.ts";
import type { ClientEvent } from "../client/options.ts";
import type { HttpRetriedEvent } from "../http/retry.ts";
import type { CacheEvent } from "../metadata/cache-event.ts";
import type { ProviderEvent } from "../provider/events.ts";
import type { RelyingPartyEvent } from "../relying-party/relying-party-event.ts";
import type { ResourceServerEvent } from "../resource-server/resource-event.ts";
import type { TokenEvent } from "../tokens/token-event.ts";

/** Every event that this library tells, on either side of the wire; docs/events.md lists them. Tell them apart by `type`. */
export type IdentityEvent =
  | ClientEvent
  | HttpRetriedEvent
  | CacheEvent
  | TokenEvent
  | ResourceServerEvent
  | RelyingPartyEvent
  | BrowserClientEvent
  | ProviderEvent;

/** The least that every event has: what listeners for all of them take. */
export interface AnyEvent {
  /** What happened. */
  readonly type: string;
}

/** An event as it leaves the process: flat, frozen, with its time and its area; errors are plain objects. */
export interface FlatEvent {
  readonly type: string;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
  /** The component that it is of: the first word of its type. */
  readonly area: string;
  readonly [member: string]: unknown;
}

/** An error as logs may show it. */
export interface FlatError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
}

/**
 * Makes an event ready to leave the process. Members that are `undefined` are left out; of an error its name, code and message stay, and its stack where that is asked for.
 */
export function flattenEvent(event: AnyEvent, nowMs: number, { stack = false }: FlattenOptions = {}): FlatEvent {
  const members = Object.entries<unknown>({ ...event })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, flattenValue(value, stack)] as const);
  return Object.freeze({ at: nowMs, area: areaOf(event), ...Object.fromEntries(members), type: event.type });
}

/** What is shown of errors. */
export interface FlattenOptions {
  /** Whether errors keep their stack. Default `false`. */
  readonly stack?: boolean | undefined;
}

function flattenValue(value: unknown, stack: boolean): unknown {
  if (!(value instanceof Error)) return value;
  const code: unknown = "code" in value ? value.code : undefined;
  return Object.freeze<FlatError>({
    name: value.name,
    ...(typeof code === "string" ? { code } : {}),
    message: value.message,
    ...(stack && value.stack !== undefined ? { stack: value.stack } : {}),
  });
}

/** The component that an event is of. */
export function areaOf(event: AnyEvent): string {
  const [area = "", ...rest] = event.type.split(".");
  if (rest.length > 0) return area;
  return metadataTypes.includes(event.type) || "document" in event ? "metadata" : "exchange";
}

/** Whether a server said no as the protocol goes: ask again later, or with a nonce. That is no failure. */
export function isExpected(outcome: object): boolean {
  return "error" in outcome && typeof outcome.error === "string" && expected.includes(outcome.error);
}

const expected: readonly string[] = ["authorization_pending", "slow_down", "use_dpop_nonce"];

/** Types without an area in their name. */
const metadataTypes: readonly string[] = ["fetched", "served-stale", "refresh-failed", "key-skipped"];
