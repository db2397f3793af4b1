import { textAt } from "../json.ts";
import type { GeneratedFile, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import { header } from "./header.ts";

/** Emits the names of each IANA registry as a constant list and a union type. */
export function emitRegistries(specs: SpecSet): readonly GeneratedFile[] {
  return [...specs.registries].map(([registry, rows]) => {
    const names = [...new Set(rows.flatMap((row) => textAt(row, "name") ?? []))].sort();
    const elements = names.map((name) => `  ${JSON.stringify(name)},\n`).join("");
    const list = `/** Names registered in ${registry}. */\nexport const ${camelCase(registry)} = [\n${elements}] as const;\n`;
    const union = `/** A name registered in ${registry}. */\nexport type ${pascalCase(registry)}Name = (typeof ${camelCase(registry)})[number];\n`;
    return {
      path: `registries/${registry}.ts`,
      text: `${header(`specs/registries/${registry}.json`)}\n${list}\n${union}`,
    };
  });
}
