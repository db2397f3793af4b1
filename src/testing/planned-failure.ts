import { maxTimeoutMs } from "../constants/limits.ts";
import { ConfigurationError } from "../errors/families.ts";
import { systemWait } from "../util/wait.ts";

/**
 * How an endpoint fails. `network-error`: the connection breaks; `hang`: no answer until the caller gives up; `invalid-json`: JSON that ends in the middle; a status,
 * with an `error` of OAuth where there is one; `delayMs`: the honest answer, but late by so many real milliseconds.
 */
export type TestFailure =
  | "network-error"
  | "hang"
  | "invalid-json"
  | {
      readonly status: number;
      readonly error?: string | undefined;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly delayMs: number };

/** What is to fail, and how often. */
export interface FailureOptions {
  /** How many answers fail. Default 1; `Infinity`: all. */
  readonly times?: number | undefined;
}

/** Failures that wait for their requests. */
export interface PlannedFailures {
  readonly add: (endpoint: string, how: TestFailure, options?: FailureOptions) => void;
  /** Takes the failure that is next for an endpoint, where there is one. */
  readonly take: (endpoint: string) => TestFailure | undefined;
  readonly clear: () => void;
}

/** Creates an empty plan. */
export function createPlannedFailures(endpoints: readonly string[]): PlannedFailures {
  const plans: { readonly endpoint: string; readonly how: TestFailure; left: number }[] = [];
  return {
    add(endpoint, how, { times = 1 } = {}) {
      if (!endpoints.includes(endpoint))
        throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
          message: "The provider has no such endpoint.",
          parameter: "endpoint",
          remedy: `There are: ${endpoints.join(", ")}.`,
        });
      checkFailure(how);
      if (times !== Number.POSITIVE_INFINITY && !(Number.isInteger(times) && times > 0))
        throw wrong("times", "must be a whole number, 1 or more, or Infinity");
      plans.push({ endpoint, how, left: times });
    },
    take(endpoint) {
      const plan = plans.find((each) => each.endpoint === endpoint && each.left > 0);
      if (plan === undefined) return undefined;
      plan.left -= 1;
      return plan.how;
    },
    clear: () => void plans.splice(0),
  };
}

function checkFailure(how: TestFailure): void {
  if (typeof how === "string") {
    if (!words.includes(how)) throw wrong("how", `must be one of: ${words.join(", ")}, { status }, { delayMs }`);
  } else if ("delayMs" in how) {
    if (!(how.delayMs >= 0)) throw wrong("how.delayMs", "must be a number of milliseconds, zero or more");
  } else if (!Number.isInteger(how.status) || how.status < 200 || how.status > 599) {
    throw wrong("how.status", "must be a status from 200 to 599");
  } else if (how.error !== undefined && bodiless.includes(how.status)) {
    throw wrong("how.error", `has no place in an answer with status ${how.status}, which has no body`);
  }
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

/** Fails as planned; `honest` gives the answer that there should be. */
export async function failAsPlanned(
  how: TestFailure,
  honest: () => Promise<Response>,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  if (how === "network-error") throw new TypeError("fetch failed");
  if (how === "invalid-json") {
    const headers = { "content-type": "application/json" };
    return new Response((await (await honest()).text()).slice(0, -1) || "{", { headers });
  }
  // A timer, as a connection would, keeps the process from ending meanwhile.
  if (how === "hang" || "delayMs" in how) {
    await systemWait(how === "hang" ? maxTimeoutMs : how.delayMs, signal ?? undefined);
    signal?.throwIfAborted();
    return honest();
  }
  const { status, error, headers } = how;
  const body = error === undefined ? null : JSON.stringify({ error });
  const type = error === undefined ? undefined : { "content-type": "application/json" };
  return new Response(body, { status, headers: { ...type, ...headers } });
}

const words: readonly string[] = ["network-error", "hang", "invalid-json"];
const bodiless: readonly number[] = [204, 205, 304];
