import {
  type Attributes,
  context,
  type Meter,
  type MeterProvider,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { Outcome, RequestFacts } from "../exchange/http-event.ts";
import { describeAnswer, describeFailure, describeRequest } from "../exchange/observe-requests.ts";
import type { RequestObserver } from "../http/types.ts";
import { type AnyEvent, isExpected } from "./identity-event.ts";
import { describePlace, nameMethod, typeOfError } from "./opentelemetry-attributes.ts";
import { createMeasurements } from "./opentelemetry-metrics.ts";

export type { AnyEvent, IdentityEvent } from "./identity-event.ts";

/** Where spans and measurements go, and what they say. */
export interface InstrumentationOptions {
  /** Makes the spans. Default: of `tracerProvider`. */
  readonly tracer?: Tracer | undefined;
  /** Default: the one that is registered with `@opentelemetry/api`. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the instruments. Default: of `meterProvider`. */
  readonly meter?: Meter | undefined;
  /** Default: the one that is registered with `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider | undefined;
  /** Attributes for every span, such as `{ "oauth.client_id": "web" }`; measurements never have them. Default: none. */
  readonly attributes?: Attributes | undefined;
  /** Origins, such as `https://id.example.com`, of servers of your own that are sent the trace (`traceparent`). Default: none, because others have no business to know it. */
  readonly propagateTo?: readonly string[] | undefined;
}

/** What a client, a resource server or a provider is given. */
export interface Instrumentation {
  /** For the option `observe`: a span of kind CLIENT around each request. */
  readonly observe: RequestObserver;
  /** For the option `onEvent`: measurements of what is told. */
  readonly onEvent: (event: AnyEvent) => void;
}

/**
 * Creates spans and measurements of what a client, a resource server or a provider does. Spans are children of what is active where the call was made, and active while the
 * request is made. Neither holds a path, a query, a token or an identifier of a client, an account or a session. A tracer or a propagator that throws breaks no call.
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createInstrumentation(options: InstrumentationOptions = {}): Instrumentation {
  const { tracerProvider = trace.getTracerProvider(), meterProvider = metrics.getMeterProvider() } = options;
  const tracer = options.tracer ?? tracerProvider.getTracer(scope);
  const measure = createMeasurements(options.meter ?? meterProvider.getMeter(scope));
  const origins = new Set(options.propagateTo ?? []);
  const startSpan = (facts: RequestFacts): Span => {
    const { method } = facts;
    const place = describePlace(facts);
    const isKnown = nameMethod(method) === method;
    const attributes = {
      ...options.attributes,
      ...place,
      ...(isKnown ? {} : { "http.request.method_original": method }),
    };
    return tracer.startSpan(`${isKnown ? method : "HTTP"} ${facts.endpoint}`, { kind: SpanKind.CLIENT, attributes });
  };
  const observe: RequestObserver = async (request, send) => {
    const facts = describeRequest(request);
    const span = attempt(() => startSpan(facts));
    if (span === undefined) return send();
    const active = trace.setSpan(context.active(), span);
    const headers: Record<string, string> = {};
    if (origins.has(facts.server)) attempt(() => propagation.inject(active, headers));
    try {
      const answer = await context.with(active, () => send(headers));
      attempt(() => end(span, describeAnswer(answer)));
      return answer;
    } catch (error) {
      attempt(() => end(span, describeFailure(error), true));
      throw error;
    }
  };
  return Object.freeze<Instrumentation>({ observe, onEvent: measure });
}

/** Does what a call can go on without; `undefined` where it throws. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Exceptions are not recorded: their code says what is needed, and their text belongs to the caller. */
function end(span: Span, outcome: Outcome, hasThrown = false): void {
  const { status, error } = outcome;
  if (status !== undefined) span.setAttribute("http.response.status_code", status);
  if (error !== undefined) span.setAttribute("oauth.error", error);
  const type = typeOfError(outcome, hasThrown);
  if (type !== undefined && !isExpected(outcome)) {
    span.setAttribute("error.type", type);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

const scope = "ts-identity-model";
