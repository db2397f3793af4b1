import type { ExchangeContext } from "../../../src/exchange/context.ts";
import { createExchangeContext, type ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import { errorExplanation } from "../../../src/exchange/error-explanation.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";

export const endpoint = "token_endpoint https://id.example.com/token";

/** An answer as the network layer hands it over; JSON unless the headers say otherwise. */
export function answerOf(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, text, endpoint, headers: new Headers({ "content-type": "application/json", ...headers }) };
}

/** The same, without a content type. */
export function untyped(body: string, status = 200): HttpAnswer {
  return { status, text: body, endpoint, headers: new Headers() };
}

/** A context that reaches nothing: its clock stands at 1000 s. */
export function contextOf(options: Partial<ExchangeContextOptions> = {}): ExchangeContext {
  return createExchangeContext({
    metadata: {
      issuer: "https://id.example.com",
      response_types_supported: ["code"],
      authorization_endpoint: "https://id.example.com/authorize",
      token_endpoint: "https://id.example.com/token",
      userinfo_endpoint: "https://id.example.com/userinfo",
    },
    clientId: "client-1",
    clock: () => 1_000_000,
    explain: errorExplanation,
    ...options,
  });
}

/** What a function throws. */
export function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
