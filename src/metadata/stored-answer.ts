import type { GetOperation, Http, PostOperation } from "../http/openapi-client.ts";
import type { HttpAnswer } from "../http/types.ts";
import { urlForMessage } from "../util/url.ts";

/** An answer as it is kept. */
export interface StoredAnswer {
  /** Whom it came from. */
  readonly url: string;
  readonly fetchedAtMs: number;
  readonly status: number;
  /** The header fields that reading it needs; nothing else is kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Makes calls, and remembers the last one that was answered. */
export interface Recording {
  readonly http: Http;
  readonly last: () => { readonly url: string; readonly answer: HttpAnswer } | undefined;
}

/** Remembers the answer of the last call that was made through it. */
export function recordAnswers(http: Http): Recording {
  let last: ReturnType<Recording["last"]>;
  const keep = async (url: string, answering: Promise<HttpAnswer>): Promise<HttpAnswer> => {
    const answer = await answering;
    last = { url, answer };
    return answer;
  };
  return {
    http: {
      ...http,
      get: (operation: GetOperation) => keep(operation.url, http.get(operation)),
      post: (operation: PostOperation) => keep(operation.url, http.post(operation)),
    },
    last: () => last,
  };
}

/** Gives an answer that is kept to whoever asks for its URL, and says of all others that there is nothing. No call is made. */
export function replayAnswer(stored: StoredAnswer): Http {
  const refuse = (): Promise<never> => Promise.reject(new Error("An answer that is kept is asked for with GET."));
  return {
    get: async ({ url, endpointName }: GetOperation) =>
      url === stored.url
        ? restoreAnswer(stored, `${endpointName} ${urlForMessage(url)}`)
        : { status: 404, headers: new Headers(), text: "", endpoint: endpointName },
    post: refuse,
    put: refuse,
    delete: refuse,
  };
}

/** The answer as it came, as far as it is kept. */
export function restoreAnswer({ status, headers, text, url }: StoredAnswer, endpoint: string = url): HttpAnswer {
  return { status, headers: new Headers(headers), text, endpoint };
}

/** Writes an answer as text; nothing for one that is no success or no text. */
export function writeStoredAnswer(url: string, answer: HttpAnswer, fetchedAtMs: number): string | undefined {
  const { status, text, malformedUtf8 } = answer;
  if (status !== 200 || malformedUtf8 === true) return undefined;
  const headers = Object.fromEntries(keptFields.flatMap((name) => fieldOf(answer.headers, name)));
  const stored: StoredAnswer = { url, fetchedAtMs, status, headers, text };
  return JSON.stringify(stored);
}

function fieldOf(headers: Headers, name: string): readonly (readonly [string, string])[] {
  const value = headers.get(name);
  return value === null ? [] : [[name, value]];
}

/**
 * Reads an answer that was kept.
 * @throws Error for a text that is none
 */
export function readStoredAnswer(kept: string): StoredAnswer {
  const { url, fetchedAtMs, status, headers, text }: Readonly<Record<string, unknown>> = Object(JSON.parse(kept));
  if (typeof url !== "string" || typeof text !== "string") throw notAnAnswer();
  if (typeof fetchedAtMs !== "number" || status !== 200) throw notAnAnswer();
  const fields = Object.entries(Object(headers)).flatMap(([name, value]) =>
    keptFields.includes(name) && typeof value === "string" ? [[name, value] as const] : [],
  );
  return { url, fetchedAtMs, status, headers: Object.fromEntries(fields), text };
}

function notAnAnswer(): Error {
  return new Error("What is kept is no answer.");
}

/** What says how to read an answer, and how long it may be used. */
const keptFields: readonly string[] = ["content-type", "cache-control", "age"];
