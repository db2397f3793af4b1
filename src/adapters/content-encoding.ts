import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/**
 * The body of an answer without its content encoding. A server may compress although it was asked not to; an encoding that
 * is not known fails when the body is read, as one that is broken does.
 *
 * @see RFC 9110 §8.4
 */
export function decodeContent(message: IncomingMessage, encoding: string | null): Readable {
  const name = (encoding ?? "identity").trim().toLowerCase();
  if (name === "identity" || name === "") return message;
  const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (create === undefined)
    return message.destroy(new Error("The answer has a content encoding that is not supported."));
  const decoder = create();
  // What fails on either side ends the stream of the decoder, whose reader is told.
  return pipeline(message, decoder, ignore).on("error", ignore);
}

function ignore(): void {}

const decoders: Readonly<Record<string, () => ReturnType<typeof createGunzip | typeof createBrotliDecompress>>> = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};
