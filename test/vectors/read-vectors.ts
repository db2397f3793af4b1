import { readFileSync } from "node:fs";

/** Reads a file of published vectors; the caller says what its entries look like. */
export function readVectors<T>(name: string): readonly (T & { readonly id: string })[] {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), "utf8"));
}
