import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { GeneratedFile } from "./model.ts";

/** A difference between what the specs yield and what lies on the disk. */
export interface Drift {
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}

/** Compares the output with the folder, without writing. */
export function findDrift(folder: string, files: readonly GeneratedFile[]): readonly Drift[] {
  const wanted = new Set(files.map(({ path }) => path));
  const differing = files.flatMap(({ path, text }): Drift[] => {
    const place = join(folder, path);
    if (!existsSync(place)) return [{ path, kind: "added" }];
    return readFileSync(place, "utf8") === text ? [] : [{ path, kind: "changed" }];
  });
  const stale = existing(folder)
    .filter((path) => !wanted.has(path))
    .map((path): Drift => ({ path, kind: "removed" }));
  return [...differing, ...stale];
}

/** Writes what differs and removes what the specs no longer yield; returns what changed. */
export function writeOutput(folder: string, files: readonly GeneratedFile[]): readonly Drift[] {
  const drift = findDrift(folder, files);
  writeFiles(folder, files, drift);
  return drift;
}

/** Writes and removes what is named as different, and nothing else. */
export function writeFiles(folder: string, files: readonly GeneratedFile[], drift: readonly Drift[]): void {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const { path, kind } of drift) {
    const place = join(folder, path);
    if (kind === "removed") rmSync(place);
    else {
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, texts.get(path) ?? "");
    }
  }
}

function existing(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
