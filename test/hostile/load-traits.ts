import { listFiles } from "../architecture/source-module.ts";
import type { Trait } from "./trait.ts";

/** The traits of an area with the names of their files, or of every area. */
export async function loadTraits(area?: string): Promise<readonly (readonly [file: string, trait: Trait])[]> {
  const files = listFiles(area === undefined ? folder : `${folder}/${area}`, ".ts");
  return Promise.all(files.map(async (file) => [file.slice(folder.length + 1, -3), await load(file)] as const));
}

async function load(file: string): Promise<Trait> {
  const module: unknown = await import(new URL(`../../${file}`, import.meta.url).href);
  if (typeof module === "object" && module !== null && "trait" in module && isTrait(module.trait)) return module.trait;
  throw new TypeError(`${file} exports no trait.`);
}

function isTrait(value: unknown): value is Trait {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return "odd" in value || ("evil" in value && "twin" in value && "verdict" in value);
}

const folder = "test/hostile/traits";
