import { type Figure, median, type Ratio, ratioOf } from "./measure.ts";

/** One line of a table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer?: string | undefined;
  readonly ratio?: string | undefined;
  /** The same ratio of processor times. */
  readonly cpuRatio?: string | undefined;
  readonly goal?: string | undefined;
  /** Whether the goal is met; left out for a line that only informs. */
  readonly met?: boolean | undefined;
}

/** The lines of one section, with what a reader must know about them. */
export interface Section {
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

/** A line that compares two figures of one race; the goal is the largest ratio of wall times allowed. */
export function timeRow(
  what: string,
  { ours, peer }: { readonly ours: Figure | undefined; readonly peer: Figure | undefined },
  goal?: number,
): Row {
  if (ours === undefined || peer === undefined) throw new Error(`The race for "${what}" lost a subject.`);
  const ratio = ratioOf(ours.wall, peer.wall);
  return {
    what,
    ours: showTime(median(ours.wall)),
    peer: `${showTime(median(peer.wall))} ${peer.name}`,
    ratio: showRatio(ratio),
    cpuRatio: ratioOf(ours.cpu, peer.cpu).median.toFixed(2),
    ...judge(ratio.median, goal, String(goal)),
  };
}

/** A line about a number of bytes and the largest number allowed. */
export function bytesRow(what: string, bytes: number, goal?: number): Row {
  return { what, ours: showBytes(bytes), ...judge(bytes, goal, showBytes(goal ?? 0)) };
}

/** The part of a line that says whether a goal is met. */
export function judge(value: number, goal: number | undefined, shown: string): Pick<Row, "goal" | "met"> {
  return goal === undefined ? {} : { goal: `<= ${shown}`, met: value <= goal };
}

/** Prints a section's table and notes. */
export function printSection(name: string, { rows, notes }: Section): void {
  const lines = [headings, ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  console.log(`\n${name}`);
  for (const line of lines) {
    const cells = line.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
  for (const note of notes) console.log(`  - ${note}`);
}

/** Prints how many goals are met, and names those that are not. */
export function printSummary(sections: readonly Section[]): void {
  const judged = sections.flatMap(({ rows }) => rows).filter(({ met }) => met !== undefined);
  const behind = judged.filter(({ met }) => met === false);
  console.log(`\n${judged.length - behind.length} of ${judged.length} goals are met.`);
  for (const { what, ours, ratio, goal } of behind) console.log(`  BEHIND  ${what}: ${ratio ?? ours}, goal ${goal}`);
}

/** Bytes with thousands apart. */
export function showBytes(bytes: number): string {
  return `${bytes.toString().replace(/\B(?=(?:\d{3})+$)/g, " ")} B`;
}

/** A ratio with the middle half of its rounds. */
export function showRatio({ median: middle, lowerQuartile, upperQuartile }: Ratio): string {
  return `${middle.toFixed(2)} (${lowerQuartile.toFixed(2)}-${upperQuartile.toFixed(2)})`;
}

function showTime(microseconds: number): string {
  return microseconds < 1 ? `${(microseconds * 1000).toFixed(0)} ns` : `${microseconds.toFixed(1)} us`;
}

function cellsOf({ what, ours, peer = "", ratio = "", cpuRatio = "", goal = "", met }: Row): readonly string[] {
  return [what, ours, peer, ratio, cpuRatio, goal, met === undefined ? "" : met ? "ok" : "BEHIND"];
}

const headings: readonly string[] = ["what", "ours", "peer", "ratio (quartiles)", "cpu", "goal", ""];
