import type { Attributes, Counter, Histogram, Meter } from "@opentelemetry/api";
import { oauthErrors } from "../constants/oauth-errors.ts";
import type { RequestFacts } from "../exchange/http-event.ts";
import { type AnyEvent, areaOf, isExpected } from "./identity-event.ts";
import { describePlace, nameMethod, typeOfError } from "./opentelemetry-attributes.ts";

/** Creates the instruments, and gives what measures an event with them. Attributes are of closed sets: names, statuses and codes. */
export function createMeasurements(meter: Meter): (event: AnyEvent) => void {
  const instruments = createInstruments(meter);
  return (event) => {
    const { type } = event;
    if (Object.hasOwn(measures, type)) measures[type]?.(instruments, event);
    const cache = readText(event, "cache");
    if (cache === "hit" || cache === "miss") instruments.lookups.add(1, { "oauth.cache.result": cache });
    if (!rejected.test(type) || isExpected(event)) return;
    const code = readText(event, "code") ?? (type === "call.finished" ? undefined : readText(event, "error"));
    if (code !== undefined)
      instruments.rejections.add(1, { "oauth.area": areaOf(event), "error.type": nameCode(code) });
  };
}

interface Instruments {
  readonly requests: Counter;
  readonly requestDuration: Histogram;
  readonly callDuration: Histogram;
  readonly serverDuration: Histogram;
  readonly rejections: Counter;
  readonly lookups: Counter;
  readonly fetches: Counter;
  readonly refreshes: Counter;
  readonly renewals: Counter;
}

function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { description, unit: `{${unit}}` });
  const seconds = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { description, unit: "s", advice: { explicitBucketBoundaries: [...boundaries] } });
  return {
    requests: counter("oauth.client.requests", "request", "Requests to servers and APIs, by outcome."),
    requestDuration: seconds("oauth.client.request.duration", "Time of one request."),
    callDuration: seconds("oauth.client.call.duration", "Time of one call of the client, verification included."),
    serverDuration: seconds("oauth.server.request.duration", "Time of one request to the provider."),
    rejections: counter("oauth.rejections", "rejection", "Calls and requests that were refused or failed, by code."),
    lookups: counter("oauth.cache.lookups", "lookup", "Lookups in caches, by result."),
    fetches: counter("oauth.metadata.fetches", "fetch", "Fetches of metadata and keys, by outcome."),
    refreshes: counter("oauth.token.refreshes", "refresh", "Uses of refresh tokens, by outcome."),
    renewals: counter("oauth.token.renewals", "renewal", "Renewals of tokens that are kept, by outcome."),
  };
}

type Measure = (instruments: Instruments, event: AnyEvent) => void;

const measures: Readonly<Record<string, Measure>> = {
  "http.finished": measureRequest,
  "call.finished": measureCall,
  "request.finished": measureServer,
  "cache.hit": ({ lookups }) => lookups.add(1, { "oauth.cache.result": "hit" }),
  "cache.miss": ({ lookups }) => lookups.add(1, { "oauth.cache.result": "miss" }),
  fetched: ({ fetches }, event) => fetches.add(1, describeFetch(event, "ok")),
  "refresh-failed": ({ fetches }, event) => fetches.add(1, describeFetch(event, "failed")),
  "token.renewed": ({ renewals }) => renewals.add(1, { "oauth.outcome": "ok" }),
  "token.renewal_failed": ({ renewals }) => renewals.add(1, { "oauth.outcome": "failed" }),
};

function measureRequest({ requests, requestDuration }: Instruments, event: AnyEvent): void {
  const status = readNumber(event, "status");
  const outcome = { status, code: readText(event, "code"), error: readText(event, "error") };
  const type = isExpected(outcome) ? undefined : typeOfError(outcome, status === undefined);
  const facts: RequestFacts = {
    method: methodOf(event),
    endpoint: readText(event, "endpoint") ?? "unknown",
    server: readText(event, "server") ?? "",
    grantType: readText(event, "grantType"),
  };
  requestDuration.record(readSeconds(event), {
    ...describePlace(facts),
    ...present("http.response.status_code", status),
    ...present("error.type", type),
  });
  const said = status === undefined ? "failed" : "refused";
  requests.add(1, { "oauth.endpoint": facts.endpoint, "oauth.outcome": type === undefined ? "ok" : said });
}

function measureCall({ callDuration, refreshes }: Instruments, event: AnyEvent): void {
  const code = readText(event, "code");
  const operation = readText(event, "operation") ?? "unknown";
  callDuration.record(readSeconds(event), { "oauth.operation": operation, ...present("error.type", code) });
  if (operation === "refresh") refreshes.add(1, { "oauth.outcome": code === undefined ? "ok" : "failed" });
}

function measureServer({ serverDuration }: Instruments, event: AnyEvent): void {
  serverDuration.record(readSeconds(event), {
    "http.route": readText(event, "endpoint") ?? "unknown",
    "http.request.method": methodOf(event),
    ...present("http.response.status_code", readNumber(event, "status")),
  });
}

function describeFetch(event: AnyEvent, outcome: string): Attributes {
  return { "oauth.document": readText(event, "document") ?? "unknown", "oauth.outcome": outcome };
}

/** A server's own word could be anything. */
function nameCode(code: string): string {
  return /^ERR_[A-Z_]+$/.test(code) || Object.values<string>(oauthErrors).includes(code) ? code : "_OTHER";
}

function present(name: string, value: string | number | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}

function methodOf(event: AnyEvent): string {
  return nameMethod(readText(event, "method") ?? "");
}

function readText(event: AnyEvent, name: string): string | undefined {
  const value: unknown = Reflect.get(event, name);
  return typeof value === "string" ? value : undefined;
}

function readNumber(event: AnyEvent, name: string): number | undefined {
  const value: unknown = Reflect.get(event, name);
  return typeof value === "number" ? value : undefined;
}

function readSeconds(event: AnyEvent): number {
  return (readNumber(event, "durationMs") ?? 0) / 1000;
}

/** What ends a call or a request with a no. A request of a client is part of a call, and not counted again. */
const rejected = /^call\.finished$|\.(?:refused|rejected|denied|failed)$/;
const boundaries: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
