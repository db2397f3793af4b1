import { readText } from "./source-module.ts";

/** What a user can import: the keys of `exports` in package.json, sorted, with the source file of each. The pattern of the messages and package.json itself have none. */
export function readSubpaths(): ReadonlyMap<string, string | undefined> {
  const { exports }: { readonly exports: Readonly<Record<string, unknown>> } = JSON.parse(readText("package.json"));
  return new Map(Object.keys(exports).map((subpath) => [subpath, sourceOf(exports[subpath])]));
}

function sourceOf(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null || !("types" in target)) return undefined;
  const path = String(target.types);
  return path.includes("*") ? undefined : path.replace("./dist/", "").replace(/\.d\.ts$/, ".ts");
}

/** Subpaths that stand in code marks: `ts-identity-model/express`, or `/express` beside another, and `messages/…` for any message. */
export function findNamedSubpaths(text: string): readonly string[] {
  return [...text.matchAll(/`(?:ts-identity-model(\/[\w/<>-]+)?|(\/[\w/-]+))`/g)].map(([, long = "", short = long]) =>
    short.startsWith("/messages/") ? "./messages/*" : `.${short}`,
  );
}
