import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Sends a `Response` through Node's server: status, header fields, the body as a stream. Cookies are added to those that are there; the answer to `HEAD` has no body.
 * When the connection ends early the body is cancelled, and nothing is thrown: there is nobody left to tell.
 *
 * It rejects with the error of a body that breaks off; the connection is closed then.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const { body, status } = response;
  if (outgoing.destroyed) return body?.cancel();
  outgoing.statusCode = status;
  writeHeaders(response.headers, outgoing);
  if (body === null || outgoing.req.method === "HEAD" || status === 204 || status === 304) {
    outgoing.end();
    return body?.cancel();
  }
  try {
    await pipeline(chunksOf(body), outgoing);
  } catch (error) {
    if (!/_PREMATURE_CLOSE$/.test(Object(error).code)) throw error;
  }
}

/** Writes header fields; several of `Set-Cookie` stay several, and are added to those that are there. */
function writeHeaders(headers: Headers, outgoing: Pick<ServerResponse, "setHeader" | "appendHeader">): void {
  for (const [name, value] of headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  for (const cookie of headers.getSetCookie()) outgoing.appendHeader("Set-Cookie", cookie);
}

/** Gives a body to a framework that sends streams of Node. */
export function toNodeStream(body: ReadableStream<Uint8Array>): Readable {
  return Readable.from(chunksOf(body), { objectMode: false });
}

/** Ending it early cancels the body. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    if (!isDone) await reader.cancel();
  }
}
