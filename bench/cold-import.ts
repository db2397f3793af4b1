import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { root } from "../scripts/run.ts";
import { builtFolder } from "./built.ts";
import { median, quantile } from "./measure.ts";
import { judge, type Row, type Section } from "./report.ts";

/** What it costs to import the library in a new process, beside its peers; a process that imports nothing is taken off. */
export async function benchColdImport(): Promise<Section> {
  const times = importRepeatedly();
  const row = (kind: keyof Times, peer: Entry, goal?: number): Row => {
    const [own, others] = [netTimes(times, kind, "ours"), netTimes(times, kind, peer)];
    // The quotient of two medians: one process's time is too uneven for quotients of single rounds.
    const ratio = median(own) / median(others);
    return {
      what: `main entry, ${kind === "cpu" ? "processor" : "wall"} time`,
      ours: showSpread(own),
      peer: `${showSpread(others)} ${peer}`,
      ratio: ratio.toFixed(2),
      ...judge(ratio, goal, String(goal)),
    };
  };
  return {
    rows: [
      row("cpu", "openid-client", 1),
      row("wall", "openid-client"),
      row("cpu", "oauth4webapi"),
      row("wall", "oauth4webapi"),
    ],
    notes: [
      `Median of ${rounds} processes each, one after the other in turn, less the median of as many that import nothing (${median(times.nothing.wall).toFixed(0)} ms).`,
      "Processor time is judged, because it hardly depends on what else the machine does; wall time does. jose is loaded at the first use of a key, not here.",
    ],
  };
}

type Entry = "ours" | "openid-client" | "oauth4webapi";

interface Times {
  readonly wall: number[];
  readonly cpu: number[];
}

function importRepeatedly(): Readonly<Record<Entry | "nothing", Times>> {
  const scripts = {
    nothing: "",
    ours: `await import(${JSON.stringify(pathToFileURL(`${builtFolder}/src/index.js`).href)});`,
    "openid-client": 'await import("openid-client");',
    oauth4webapi: 'await import("oauth4webapi");',
  };
  const times = { nothing: newTimes(), ours: newTimes(), "openid-client": newTimes(), oauth4webapi: newTimes() };
  // One round more than counts: the first fills the file system's cache.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ["nothing", "ours", "openid-client", "oauth4webapi"] as const) {
      const { wall, cpu } = runOnce(scripts[name]);
      if (round === 0) continue;
      times[name].wall.push(wall);
      times[name].cpu.push(cpu);
    }
  }
  return times;
}

function newTimes(): Times {
  return { wall: [], cpu: [] };
}

function runOnce(script: string): { readonly wall: number; readonly cpu: number } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", `${script}${printCpu}`],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(stderr);
  return { wall, cpu: Number(stdout) };
}

/** Times of an entry without those of an empty process, in milliseconds. */
function netTimes(
  times: Readonly<Record<Entry | "nothing", Times>>,
  kind: keyof Times,
  name: Entry,
): readonly number[] {
  const base = median(times.nothing[kind]);
  return times[name][kind].map((time) => time - base);
}

function showSpread(times: readonly number[]): string {
  return `${median(times).toFixed(1)} ms (${quantile(times, 0.25).toFixed(1)}-${quantile(times, 0.75).toFixed(1)})`;
}

const rounds = 21;
const printCpu = "const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);";
