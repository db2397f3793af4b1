import { isAuthError } from "../errors/auth-error.ts";
import type { Outcome } from "../exchange/http-event.ts";
import { describeFailure } from "../exchange/observe-requests.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import type { CallFinishedEvent } from "./call-event.ts";
import type { Client } from "./client.ts";

/** What reporting needs of the options of a client. */
interface Listened {
  readonly issuer: string;
  readonly clock?: Clock | undefined;
  readonly onEvent?: ((event: CallFinishedEvent) => void) | undefined;
}

/** Makes the methods of a client tell when they have ended, and with which error. Without a listener it is the client itself. */
export function withReportedCalls<Custom>(client: Client<Custom>, options: Listened): Client<Custom> {
  const { issuer, clock = systemClock } = options;
  const report = createReporter<CallFinishedEvent>(options.onEvent);
  if (report === undefined) return client;
  const reported = Object.entries<unknown>({ ...client })
    .filter(([name]) => !silent.includes(name))
    .map(([operation, method]) => {
      const call = async (...given: readonly unknown[]): Promise<unknown> => {
        const startedAt = clock();
        const finish = (outcome: Outcome, error?: unknown): void => {
          const at = clock();
          const endpoint = isAuthError(error) ? error.endpoint?.split(" ", 1)[0] : undefined;
          report({ type: "call.finished", at, operation, issuer, endpoint, ...outcome, durationMs: at - startedAt });
        };
        try {
          const result: unknown =
            typeof method === "function" ? await Reflect.apply(method, undefined, given) : undefined;
          finish({});
          return result;
        } catch (error) {
          finish(describeFailure(error), error);
          throw error;
        }
      };
      return [operation, call] as const;
    });
  return { ...client, ...Object.fromEntries(reported) };
}

/** What other methods begin with; it says nothing of its own. */
const silent: readonly string[] = ["metadata", "context"];
