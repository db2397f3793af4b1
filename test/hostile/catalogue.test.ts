import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { loadTraits } from "./load-traits.ts";

const traits = await loadTraits();
const root = new URL(".", import.meta.url);

test("catalogue: no trait has been lost", () => {
  const refused = traits.filter(([, trait]) => !("odd" in trait));
  assert.ok(refused.length >= 684, `${refused.length} lies`);
  assert.ok(traits.length - refused.length >= 44, `${traits.length - refused.length} legal oddities`);
});

test("catalogue: every area is run by one test file, and has traits", () => {
  const run = readdirSync(root)
    .filter((name) => name.endsWith(".test.ts") && name !== "catalogue.test.ts")
    .flatMap((name) => [...readFileSync(new URL(name, root), "utf8").matchAll(/runTraits\(\{\s*name: "([^"]+)"/g)])
    .map(([, area]) => area);
  const areas = new Set(traits.map(([file]) => file.split("/")[0]));
  assert.deepEqual([...run].sort(), [...areas].sort());
  assert.deepEqual(readdirSync(new URL("traits/", root)).sort(), [...areas].sort());
});

test("catalogue: legal oddities are named so, lies are not, and no two traits of an area say the same", () => {
  const said = new Set<string>();
  for (const [file, trait] of traits) {
    const [area = "", name = ""] = file.split("/");
    assert.equal(name.startsWith("legal-"), "odd" in trait, file);
    const key = `${area}: ${trait.setting?.via ?? ""}: ${trait.name}`;
    assert.ok(!said.has(key), `${file} says again: ${trait.name}`);
    said.add(key);
  }
});

test("catalogue: a twin changes no other place than its lie does", () => {
  for (const [file, trait] of traits) {
    if ("odd" in trait) continue;
    const places = Object.keys(trait.evil);
    assert.ok(places.length > 0, `${file} lies nowhere`);
    const others = Object.keys(trait.twin).filter((place) => !places.includes(place));
    assert.deepEqual(others, [], file);
  }
});
