/**
 * Whether whoever asks would rather have JSON than HTML: by the quality of both, and where they are equal by which of them is named.
 * @see RFC 9110 §12.5.1
 */
export function prefersJson(accept: string | null): boolean {
  if (accept === null) return false;
  const ranges = accept.slice(0, maxLength).toLowerCase().split(",").map(readRange);
  const json = judge(ranges, "application", "json");
  const html = judge(ranges, "text", "html");
  return json.quality > html.quality || (json.quality > 0 && json.quality === html.quality && json.rank > html.rank);
}

/** Whether whoever asks would rather have HTML than JSON, as browsers do: one that takes anything does not. */
export function prefersHtml(accept: string | null): boolean {
  if (accept === null) return false;
  const ranges = accept.slice(0, maxLength).toLowerCase().split(",").map(readRange);
  const json = judge(ranges, "application", "json");
  const html = judge(ranges, "text", "html");
  return html.quality > json.quality || (html.quality > 0 && html.quality === json.quality && html.rank > json.rank);
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function readRange(item: string): MediaRange {
  const [range = "", ...parameters] = item.split(";").map((part) => part.trim());
  const [type = "", subtype = ""] = range.split("/");
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return { type, subtype, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** The quality that the narrowest range gives a type, and how narrow that is. */
function judge(ranges: readonly MediaRange[], type: string, subtype: string): { quality: number; rank: number } {
  const rankOf = (range: MediaRange): number => {
    if (range.type === type && range.subtype === subtype) return 3;
    if (range.type === type && range.subtype === "*") return 2;
    return range.type === "*" && range.subtype === "*" ? 1 : 0;
  };
  let best = { quality: 0, rank: 0 };
  for (const range of ranges) {
    const rank = rankOf(range);
    if (rank > best.rank) best = { quality: range.quality, rank };
  }
  return best;
}

const maxLength = 1000;
