import type { Mutations } from "./trait.ts";

type Wire = NonNullable<Mutations["wire"]>;

/** Sends a text, or the honest one, with a length. */
export function reply(
  text?: string | Uint8Array,
  {
    headers = {},
    status = 200,
  }: { readonly headers?: Readonly<Record<string, string>>; readonly status?: number } = {},
): Wire {
  return (response, honest) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text ?? honest);
}

/** Changes the honest text. */
export function rewritten(
  change: (honest: string) => string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Wire {
  return (response, honest) => reply(change(honest), { headers })(response, honest);
}

/** Writes octets to the socket, whatever they are; `$BODY` stands for the honest text, `$LENGTH` and `$HEX` for its length. */
export function raw(octets: string): Wire {
  return (response, honest) => {
    const { length } = honest;
    const sent = octets.replaceAll("$LENGTH", `${length}`).replaceAll("$HEX", length.toString(16));
    response.socket?.end(sent.replaceAll("$BODY", honest));
  };
}

/** The honest text with white space behind it. */
export function padded(size: number): Wire {
  return rewritten((honest) => honest.padEnd(size));
}

/** Sends the honest text letter by letter, with a pause before each, as long as anyone listens. */
export function drip(pauseMs: number, headers: Readonly<Record<string, string>> = {}): Wire {
  return (response, honest) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.flushHeaders();
    const left = [...honest];
    const timer = setInterval(() => {
      const letter = left.shift();
      if (letter !== undefined && !response.destroyed) response.write(letter);
      else {
        clearInterval(timer);
        response.end();
      }
    }, pauseMs);
  };
}

/** Writes pieces for as long as the reader takes them, up to a size. */
export function stream(bytes: number): Wire {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const piece = Buffer.alloc(16_384, " ");
    let left = bytes;
    const write = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= piece.byteLength;
        if (!response.write(piece)) return;
      }
      if (left <= 0) response.end();
    };
    response.on("drain", write);
    write();
  };
}
