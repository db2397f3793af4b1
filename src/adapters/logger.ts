import { type Clock, systemClock } from "../util/clock.ts";
import { type AnyEvent, type FlatEvent, flattenEvent } from "./identity-event.ts";

export type { AnyEvent, FlatError, FlatEvent, IdentityEvent } from "./identity-event.ts";

/** A logger: pino, `console`, or whatever has methods of these names. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

/** Writes a line, of what it is given in this order. */
export type LogMethod = (first: never, second: never) => unknown;

/** What a line counts as; `silent` writes none. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** How events become lines. */
export interface EventLoggerOptions {
  /** The level of an event by its type. Default: what failed inside `error`, what was refused or has failed `warn`, the rest `debug`. */
  readonly levels?: Readonly<Record<string, LogLevel>> | undefined;
  /** Whether the logger takes its fields before the message, as pino and bunyan do, or after it, as `console` and winston do. Default: as pino for a logger that has `bindings`, else as `console`. */
  readonly order?: "fields-first" | "message-first" | undefined;
  /** Whether errors are written with their stack. Default `false`. */
  readonly stack?: boolean | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a listener for the option `onEvent` that writes every event to a logger: its type and the reason as message, the event as fields. Events hold no
 * secrets; of errors in them name, code and message are written.
 */
export function createEventLogger(logger: Logger, options: EventLoggerOptions = {}): (event: AnyEvent) => void {
  const { levels = {}, stack, clock = systemClock, order = orderOf(logger) } = options;
  return (event) => {
    const level = Object.hasOwn(levels, event.type) ? (levels[event.type] ?? "silent") : levelOf(event);
    if (level === "silent") return;
    const fields = flattenEvent(event, clock(), { stack });
    const line = order === "fields-first" ? [fields, describe(fields)] : [describe(fields), fields];
    Reflect.apply(logger[level], logger, line);
  };
}

function orderOf(logger: Logger): "fields-first" | "message-first" {
  return "bindings" in logger && typeof logger.bindings === "function" ? "fields-first" : "message-first";
}

function levelOf(event: AnyEvent): LogLevel {
  if (event.type.startsWith("error.")) return "error";
  const failed = "code" in event && event.code !== undefined;
  return failed || warned.test(event.type) ? "warn" : "debug";
}

/** `token.renewal_failed`, and what failed or was refused for whom in which place: the few facts that a reader of lines looks for. */
function describe(fields: FlatEvent): string {
  const facts = told.flatMap((name) => (typeof fields[name] === "string" ? [fields[name]] : []));
  return [fields.type, ...facts].join(" ");
}

const told = ["operation", "endpoint", "code", "error", "reason"];

/** The last word of what is no success. */
const warned = /(?:failed|refused|rejected|denied|replayed|throttled|locked|tolerated|skipped|stale|mismatch)$/;
