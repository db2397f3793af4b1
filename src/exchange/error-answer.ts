import { type TokenError, tokenErrorSchema } from "../../generated/messages/token-error.ts";
import type { SpecificationReference } from "../errors/auth-error.ts";
import { OAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { concealTexts } from "../http/conceal.ts";
import type { HttpAnswer } from "../http/types.ts";
import { checkMessage } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
import { appendPointer } from "../schema/pointer.ts";
import { parseMediaTypeEssence } from "../util/header-field.ts";
import { parseJson } from "../util/json.ts";
import type { ExchangeContext } from "./context.ts";
import { parseFormText } from "./form-text.ts";

/**
 * Finds the server's own error in an answer, on any status and content type: a JSON object with `error`, form text with `error`,
 * or a challenge with `error`. Nothing may hide what the server said; what is odd about the answer goes into `deviations`.
 * @returns the error, or undefined when the server did not say one
 * @see RFC 6749 §5.2
 * @see RFC 6750 §3
 */
export function readErrorAnswer(answer: HttpAnswer, context: ErrorContext): OAuthError | undefined {
  const { explain } = context;
  const challenges = explain?.readChallenges(answer.headers, answer.conceal);
  const { status, endpoint } = answer;
  const shared = { status, endpoint, challenges, retryAfterSeconds: readRetryAfter(answer, context) };
  const found = readErrorBody(answer.text);
  if (found !== undefined) {
    // Text may be escaped in JSON in many ways, so the values are looked at as they were meant.
    const raw = concealTexts(found.raw, answer.conceal);
    const body = normalise(raw);
    const deviations = [...statusDeviations(answer), ...found.deviations, ...bodyDeviations(raw)];
    return new OAuthError("ERR_OAUTH_RESPONSE", {
      ...shared,
      specification: specification("rfc6749", "5.2"),
      body,
      deviations,
      remedy: explain?.remedyFor(body.error),
    });
  }
  if (status < 400) return undefined;
  const body = explain === undefined ? skimChallenges(answer) : explain.readChallengeError(challenges ?? []);
  return (
    body &&
    new OAuthError("ERR_OAUTH_CHALLENGE", {
      ...shared,
      specification: specification("rfc6750", "3.1"),
      body,
      remedy: explain?.remedyFor(body.error),
    })
  );
}

/** What reading an error needs of a context. */
export type ErrorContext = Pick<ExchangeContext, "clock" | "explain">;

/** Seconds to wait; without an explanation only where `Retry-After` says them as a number. */
export function readRetryAfter({ headers }: HttpAnswer, { clock, explain }: ErrorContext): number | undefined {
  const field = headers.get("retry-after")?.trim();
  if (field === undefined) return undefined;
  if (explain !== undefined) return explain.parseRetryAfter(field, clock());
  return /^\d{1,10}$/.test(field) ? Number(field) : undefined;
}

/** The first error of a challenge, without reading the challenges. */
function skimChallenges({ headers, conceal }: HttpAnswer): TokenError | undefined {
  const error = /[ ,]error="?([^\s",]+)/i.exec(headers.get("www-authenticate") ?? "")?.[1];
  return error === undefined ? undefined : { error: conceal?.(error) ?? error };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The members of an error, and what reading them had to overlook. */
interface ErrorBody {
  readonly raw: JsonObject;
  readonly deviations: readonly ValidationIssue[];
}

function readErrorBody(text: string): ErrorBody | undefined {
  const start = text.trimStart();
  if (!start.startsWith("{")) return readErrorForm(start);
  const parsed = parseJson(start);
  const value: unknown = parsed.ok
    ? parsed.value
    : parsed.reason === "duplicate-member"
      ? JSON.parse(start)
      : undefined;
  if (!isRecord(value) || !isErrorValue(value.error)) return undefined;
  return { raw: value, deviations: parsed.ok ? [] : [repeated(parsed.pointer ?? "", specification("rfc8259", "4"))] };
}

/** Of a parameter that is there twice, the first counts. */
function readErrorForm(text: string): ErrorBody | undefined {
  const parameters = parseFormText(text);
  if (!parameters?.get("error")) return undefined;
  const raw = new Map<string, string>();
  const twice = new Set<string>();
  for (const [name, value] of parameters) {
    if (raw.has(name)) twice.add(name);
    else raw.set(name, value);
  }
  const rule = specification("rfc6749", "3.1");
  return {
    raw: Object.fromEntries(raw),
    deviations: [...twice].slice(0, maxRepeated).map((name) => repeated(appendPointer("", name), rule)),
  };
}

function repeated(pointer: string, rule: SpecificationReference): ValidationIssue {
  return { pointer, keyword: "duplicate", message: "must not be there twice", specification: rule, tolerances: [] };
}

function isErrorValue(value: unknown): boolean {
  return (
    (typeof value === "string" && value !== "") || typeof value === "number" || Array.isArray(value) || isRecord(value)
  );
}

/** Some servers make `error` an object, whose parts become the protocol's members, a number or a list. */
function normalise(raw: JsonObject): TokenError {
  const { error, error_description, error_uri, ...rest } = raw;
  const first: unknown = Array.isArray(error) ? error[0] : error;
  const inner = isRecord(first) ? first : {};
  const code = firstText(first, inner.type, inner.status, inner.code);
  const description = firstText(error_description, inner.message);
  const uri = firstText(error_uri);
  return {
    ...rest,
    error: code ?? "unknown_error",
    ...(description === undefined ? {} : { error_description: description }),
    ...(uri === undefined ? {} : { error_uri: uri }),
  };
}

function firstText(...candidates: readonly unknown[]): string | undefined {
  const found = candidates.find(
    (candidate) => (typeof candidate === "string" && candidate !== "") || typeof candidate === "number",
  );
  return found === undefined ? undefined : String(found);
}

function bodyDeviations(raw: JsonObject): readonly ValidationIssue[] {
  const result = checkMessage(tokenErrorSchema, raw);
  return result.ok ? [] : result.issues;
}

function statusDeviations(answer: HttpAnswer): readonly ValidationIssue[] {
  const rule = { pointer: "", specification: specification("rfc6749", "5.2"), tolerances: [] };
  const essence = parseMediaTypeEssence(answer.headers.get("content-type"));
  return [
    ...(answer.status >= 400
      ? []
      : [{ ...rule, keyword: "status", message: `must come with an error status, not ${answer.status}` }]),
    ...(essence === "application/json"
      ? []
      : [{ ...rule, keyword: "content-type", message: "must be sent as application/json" }]),
  ];
}

/** Of a text full of repetitions, so many are told. */
const maxRepeated = 10;
