import { Counter, Histogram, Registry } from "prom-client";
import type { ProviderEvent, ProviderEventListener } from "../events.ts";

/** How metrics are named. */
export interface ProviderMetricsOptions {
  /** What all names begin with. Default `provider_`. */
  readonly prefix?: string | undefined;
  /** Upper bounds of the durations of requests, in seconds. Default: from a millisecond to ten seconds. */
  readonly durationBuckets?: readonly number[] | undefined;
}

/** Metrics of one provider, in a registry of their own. */
export interface ProviderMetrics {
  /** For the option `onEvent`. */
  readonly onEvent: ProviderEventListener;
  /** What a scraper reads. */
  readonly render: () => Promise<string>;
  /** Media type of what `render` gives. */
  readonly contentType: string;
}

/**
 * Counts what a provider tells, for Prometheus: requests with status and duration, refusals, tokens, logins, failures of the store, and all other events by type.
 * No label holds the id of a client, an account or a session, and none holds what somebody sent.
 */
export function createProviderMetrics({
  prefix = "provider_",
  durationBuckets = defaultBuckets,
}: ProviderMetricsOptions = {}): ProviderMetrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `${prefix}${name}`, help, labelNames, registers });
  const requests = counter("requests_total", "Requests that were answered.", ["endpoint", "method", "status"]);
  const durations = new Histogram({
    name: `${prefix}request_duration_seconds`,
    help: "Time from the head of a request to its answer.",
    labelNames: ["endpoint"],
    buckets: [...durationBuckets],
    registers,
  });
  const refusals = counter("refusals_total", "Requests that were refused.", ["endpoint", "error"]);
  const tokens = counter("tokens_issued_total", "Token responses.", ["grant_type"]);
  const logins = counter("logins_total", "Attempts to sign in.", ["outcome"]);
  const failures = counter("store_errors_total", "Steps of the store that failed or took too long.", ["verb"]);
  const events = counter("events_total", "All that happened, by type.", ["type"]);

  function onEvent({ type, endpoint = "none", method = "none", ...event }: ProviderEvent): void {
    if (type === "request.finished") {
      requests.inc({ endpoint, method: methods.has(method) ? method : "other", status: String(event.status ?? 0) });
      durations.observe({ endpoint }, (event.durationMs ?? 0) / 1000);
      return;
    }
    events.inc({ type });
    if (type === "request.refused" || type === "error.internal")
      refusals.inc({ endpoint, error: event.error ?? "none" });
    if (type === "error.store") failures.inc({ verb: event.reason?.split(" ", 1)[0] ?? "none" });
    if (type === "token.issued") tokens.inc({ grant_type: event.grantType ?? "none" });
    const outcome = loginOutcomes.get(type);
    if (outcome !== undefined) logins.inc({ outcome });
  }

  return Object.freeze<ProviderMetrics>({
    onEvent,
    render: () => registry.metrics(),
    contentType: registry.contentType,
  });
}

const defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "PATCH",
  "OPTIONS",
]);
const loginOutcomes: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["login.succeeded", "succeeded"],
  ["login.failed", "failed"],
  ["login.throttled", "throttled"],
]);
