/**
 * Reads a reply that is a list of texts, with `undefined` for what is not there.
 * @throws Error for a reply of another kind
 */
export function readTexts(reply: unknown): readonly (string | undefined)[] {
  if (!Array.isArray(reply)) throw wrongReply();
  return reply.map((item: unknown) => {
    if (item === null || item === undefined) return undefined;
    if (typeof item === "string" || typeof item === "number") return String(item);
    throw wrongReply();
  });
}

/** Reads a reply that is one text or nothing. */
export function readText(reply: unknown): string | undefined {
  return readTexts([reply])[0];
}

/** Reads a reply of a script that says yes or no. */
export function readFlag(reply: unknown): boolean {
  const text = readText(reply);
  if (text !== "0" && text !== "1") throw wrongReply();
  return text === "1";
}

/** Reads a number that a script has written. */
export function readNumber(text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value)) throw wrongReply();
  return value;
}

function wrongReply(): Error {
  return new Error("Redis sent a reply of an unexpected kind.");
}
