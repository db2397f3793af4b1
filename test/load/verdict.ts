import type { Figures, Times } from "./figures.ts";

/** What a run must not show. */
export function judge({ wronglyAccepted, wronglyRefused, heap, refused }: Figures): readonly string[] {
  const outside = [...wronglyRefused].filter(([name]) => name.startsWith("none: "));
  const [first = 0, ...rest] = heap.slice(1);
  const grown = Math.max(0, ...rest) - first;
  return [
    ...[...wronglyAccepted].map(([attack, count]) => `accepted ${count} times: ${attack}`),
    ...outside.map(([error, count]) => `refused ${count} good tokens outside of every fault: ${error}`),
    ...(refused === 0 ? ["no attack was made"] : []),
    ...(grown > maxGrowthMiB ? [`the heap grew by ${grown} MiB: ${heap.join(", ")}`] : []),
  ];
}

/** Writes the figures of a run. */
export function show(figures: Figures, { seconds, rate }: { readonly seconds: number; readonly rate: number }): void {
  const { sent, wronglyRefused, wronglyAccepted, refused, calm, all, heap, tokenRequests } = figures;
  const rows = [
    ["asked for", `${rate} /s for ${seconds} s`],
    ["answered", `${sent}, ${(sent / seconds).toFixed(0)} /s`],
    ["forged tokens refused", `${refused}`],
    ["forged tokens accepted", `${[...wronglyAccepted.values()].reduce((sum, count) => sum + count, 0)}`],
    ["good tokens refused", [...wronglyRefused].map(([name, count]) => `${count} (${name})`).join("; ") || "0"],
    ["token requests", `${tokenRequests}`],
    ["time of a call", `${showTimes(calm)} without a fault; ${showTimes(all)} over all`],
    ["heap", `${heap.join(", ")} MiB`],
  ];
  for (const [name = "", value = ""] of rows) console.log(`${name.padEnd(24)}${value}`);
}

function showTimes({ p50Ms, p99Ms, maxMs }: Times): string {
  return `p50 ${p50Ms.toFixed(2)}, p99 ${p99Ms.toFixed(2)}, longest ${maxMs.toFixed(0)} ms`;
}

/** Beyond what caches may hold. */
const maxGrowthMiB = 20;
