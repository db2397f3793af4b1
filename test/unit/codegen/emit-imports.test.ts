import assert from "node:assert/strict";
import { test } from "node:test";
import { type ImportedName, printImports } from "../../../codegen/emit/imports.ts";

const cases: readonly (readonly [title: string, given: readonly ImportedName[], want: string])[] = [
  ["nothing", [], ""],
  [
    "one line per module, modules and names sorted",
    [
      { module: "./b.ts", name: "b" },
      { module: "./a.ts", name: "z" },
      { module: "./a.ts", name: "a" },
    ],
    'import { a, z } from "./a.ts";\nimport { b } from "./b.ts";\n',
  ],
  [
    "import type where a module yields types only",
    [
      { module: "./a.ts", name: "A", type: true },
      { module: "./b.ts", name: "b" },
      { module: "./b.ts", name: "B", type: true },
    ],
    'import type { A } from "./a.ts";\nimport { type B, b } from "./b.ts";\n',
  ],
  [
    "no name twice",
    [
      { module: "./a.ts", name: "a" },
      { module: "./a.ts", name: "a" },
    ],
    'import { a } from "./a.ts";\n',
  ],
  [
    "one name per line where the line would pass 120 columns",
    [
      { module: "./a.ts", name: "a".repeat(60) },
      { module: "./a.ts", name: "b".repeat(60) },
    ],
    `import {\n  ${"a".repeat(60)},\n  ${"b".repeat(60)},\n} from "./a.ts";\n`,
  ],
];

for (const [title, given, want] of cases) {
  test(`prints ${title}`, () => {
    assert.equal(printImports(given), want);
  });
}
