import { parseMediaTypeEssence } from "../util/header-field.ts";
import { type Call, type CallLimits, withDeadline } from "./deadline.ts";

/** Bounds of reading what somebody else sent to us, and how it is refused. */
export interface RequestBodyLimits extends CallLimits {
  readonly maxBytes: number;
  /** Makes the error for a body that is too large or not made of bytes. */
  readonly refuse: (problem: string) => Error;
}

/**
 * Reads the body of a request piece by piece and stops at the cap, because anybody can post to a public address.
 * @throws what `refuse` makes, and TransportError when the body does not arrive in time
 */
export function readRequestBody(request: Request, limits: RequestBodyLimits): Promise<string> {
  return withDeadline(limits, (call) => readPieces(request, call, limits));
}

/** Structural, because a request may come from another realm or a polyfill. Node's own has headers without `get`. */
export function isRequest(value: unknown): value is Request {
  if (typeof value !== "object" || value === null || !("method" in value && "url" in value && "headers" in value)) {
    return false;
  }
  const { headers } = value;
  return typeof headers === "object" && headers !== null && "get" in headers && typeof headers.get === "function";
}

/** Whether nobody has read the body of a request, or is about to. */
export function isUnread({ bodyUsed, body }: Request): boolean {
  return !bodyUsed && body?.locked !== true;
}

/** Whether a `Content-Type` says that the body is a form. */
export function isFormType(contentType: string | null | undefined): boolean {
  return parseMediaTypeEssence(contentType ?? null) === "application/x-www-form-urlencoded";
}

async function readPieces(request: Request, call: Call, { maxBytes, refuse }: RequestBodyLimits): Promise<string> {
  const { body } = request;
  const tooLarge = (): Error => refuse(`is larger than ${maxBytes} bytes`);
  call.phase = "reading the body";
  if (body === null || body === undefined) {
    // For platforms whose requests have no stream.
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw tooLarge();
    return new TextDecoder().decode(bytes);
  }
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  call.onStop = cancel;
  const pieces: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    // A stream of anything else has no length that could be counted.
    if (!ArrayBuffer.isView(value)) throw refuse("does not consist of bytes");
    size += value.byteLength;
    if (size > maxBytes) {
      cancel();
      throw tooLarge();
    }
    pieces.push(value);
  }
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
}
