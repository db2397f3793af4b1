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
