import { ConfigurationError, ResponseError } from "../errors/families.ts";
import type { Call } from "./deadline.ts";

/** A body as text; `malformedUtf8` when its bytes are not UTF-8. */
export interface BodyText {
  readonly text: string;
  readonly malformedUtf8?: true;
}

/** Bounds and place of {@link readBody}. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** Endpoint for messages. */
  readonly endpoint: string;
  /** The call that the body belongs to; stopping it cancels the stream. */
  readonly call: Call;
}

/**
 * Reads a body piece by piece and stops at the cap, so that an endless answer costs no more memory than the cap. The
 * bytes are counted after decompression, which is what a compressed bomb blows up. An announced length above the cap
 * is refused before anything is read.
 * @throws ResponseError `ERR_RESPONSE_TOO_LARGE`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the `fetch` option gave a body that cannot be read
 */
export async function readBody(response: Response, limits: BodyLimits): Promise<BodyText> {
  const announced = response.headers.get("content-length");
  if (announced !== null && Number(announced) > limits.maxBytes) throw tooLarge(response, limits);
  const body: unknown = response.body;
  if (response.bodyUsed || (isStream(body) && body.locked))
    throw unreadableBody("a Response whose body somebody else reads, or has read", limits.endpoint);
  if (body === null) return { text: "" };
  return decodeUtf8(isStream(body) ? await readStream(body, response, limits) : await readAtOnce(response, limits));
}

/** Lets go of a body that nobody will read, so that it does not hold its connection. */
export function discardBody(response: Response): void {
  if (!response.bodyUsed && isStream(response.body)) response.body.cancel().catch(ignore);
}

async function readStream(
  stream: ReadableStream<unknown>,
  response: Response,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(ignore);
  limits.call.onStop = cancel;
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joinPieces(pieces, size);
    // A stream of anything else has no length that could be counted.
    if (!ArrayBuffer.isView(value)) {
      cancel();
      throw unreadableBody("a Response whose body does not consist of bytes", limits.endpoint);
    }
    size += value.byteLength;
    if (size > limits.maxBytes) {
      cancel();
      throw tooLarge(response, limits);
    }
    pieces.push(asBytes(value));
  }
}

/** For platforms whose responses have no stream: the cap holds for what is accepted, not for what arrives. */
async function readAtOnce(response: Response, limits: BodyLimits): Promise<Uint8Array> {
  if (typeof response.arrayBuffer !== "function") throw unreadableBody("a Response without a body", limits.endpoint);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.byteLength > limits.maxBytes) throw tooLarge(response, limits);
  return bytes;
}

function joinPieces(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.byteLength;
  }
  return joined;
}

/** Keeps a byte order mark, which no JSON text may begin with. */
function decodeUtf8(bytes: Uint8Array): BodyText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), malformedUtf8: true };
  }
}

/** Structural, because a response may come from another realm or a polyfill. */
function isStream(body: unknown): body is ReadableStream<unknown> {
  return typeof body === "object" && body !== null && "getReader" in body && typeof body.getReader === "function";
}

function asBytes(view: ArrayBufferView): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function tooLarge(response: Response, { maxBytes, endpoint }: BodyLimits): ResponseError {
  return new ResponseError("ERR_RESPONSE_TOO_LARGE", {
    message: `The answer is larger than ${maxBytes} bytes.`,
    remedy: "If this server's answers are rightly larger, raise the option maxResponseBytes.",
    status: response.status,
    endpoint,
  });
}

function unreadableBody(what: string, endpoint: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The fetch option gave ${what}.`,
    remedy: "Whatever wraps fetch must read a clone and hand the response on untouched.",
    parameter: "fetch",
    endpoint,
  });
}

/** A stream that fails while it is thrown away has nothing left to tell. */
function ignore(): void {}
