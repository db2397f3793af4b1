// Run by public-entries.test.ts in a process of its own, where nothing else adds a global meanwhile: loads the modules that are
// named on standard input, and prints what they added to the global object.
import { text } from "node:stream/consumers";

const paths: readonly string[] = JSON.parse(await text(process.stdin));
const before = new Set(Object.getOwnPropertyNames(globalThis));
for (const path of paths) await import(new URL(`../../${path}`, import.meta.url).href);
const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
console.log(JSON.stringify({ loaded: paths.length, added }));
