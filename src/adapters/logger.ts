import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { type AnyEvent, type FlatEvent, flattenEvent, isExpected } from "./identity-event.ts";

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
  /**
   * The level of an event by its type. Default: what failed inside `error`, what was refused or has failed `warn`, the rest `debug`; so are `authorization_pending`, `slow_down`
   * and `use_dpop_nonce`, which are no failures.
   */
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
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a logger that lacks a method, and for an option that can't be used
 */
export function createEventLogger(logger: Logger, options: EventLoggerOptions = {}): (event: AnyEvent) => void {
  const { levels = {}, stack, clock = systemClock } = options;
  checkOptions(logger, options);
  const order = options.order ?? orderOf(logger);
  return (event) => {
    const level = Object.hasOwn(levels, event.type) ? (levels[event.type] ?? "silent") : levelOf(event);
    if (level === "silent") return;
    const fields = flattenEvent(event, clock(), { stack });
    const line = order === "fields-first" ? [fields, describe(fields)] : [describe(fields), fields];
    Reflect.apply(logger[level], logger, line);
  };
}

/** What is wrong here would fail at each event, where nobody hears of it. */
function checkOptions(logger: Logger, { levels = {}, order }: EventLoggerOptions): void {
  for (const method of ["debug", "info", "warn", "error"] as const)
    if (typeof logger[method] !== "function") throw wrong("logger", `must have a method ${method}`);
  for (const [type, level] of Object.entries(levels))
    if (!known.includes(level)) throw wrong(`levels.${printable(type, 80)}`, `must be one of: ${known.join(", ")}`);
  if (order !== undefined && order !== "fields-first" && order !== "message-first")
    throw wrong("order", "must be fields-first or message-first");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const known: readonly string[] = ["debug", "info", "warn", "error", "silent"];

function orderOf(logger: Logger): "fields-first" | "message-first" {
  return "bindings" in logger && typeof logger.bindings === "function" ? "fields-first" : "message-first";
}

function levelOf(event: AnyEvent): LogLevel {
  if (event.type.startsWith("error.")) return "error";
  if (isExpected(event)) return "debug";
  const failed = "code" in event && event.code !== undefined;
  return failed || warned.test(event.type) ? "warn" : "debug";
}

/** `token.renewal_failed`, and what failed or was refused for whom in which place: the few facts that a reader of lines looks for. None begins a line of its own. */
function describe(fields: FlatEvent): string {
  const facts = told.flatMap((name) => (typeof fields[name] === "string" ? [printable(fields[name])] : []));
  return [fields.type, ...facts].join(" ");
}

const told = ["operation", "endpoint", "code", "error", "reason"];

/** The last word of what is no success. */
const warned = /(?:failed|refused|rejected|denied|replayed|throttled|locked|tolerated|skipped|stale|mismatch)$/;
