// `npm run bench`: what the library costs, beside its peers in the same run. `npm run bench -- validators calls` runs some sections;
// `--keep-build` measures the build of the last run. A benchmark informs: it ends with 0 whatever it finds.
import { cpus } from "node:os";
import { benchAccessToken } from "./access-token.ts";
import { build } from "./built.ts";
import { benchBytes } from "./bytes.ts";
import { benchCalls } from "./calls.ts";
import { benchColdImport } from "./cold-import.ts";
import { benchDPoP } from "./dpop.ts";
import { benchIdToken } from "./id-token.ts";
import { benchLoopback } from "./loopback.ts";
import { benchProvider } from "./provider.ts";
import { printSection, printSummary, type Section } from "./report.ts";
import { benchValidators } from "./validators.ts";

const sections: Readonly<Record<string, () => Promise<Section>>> = {
  validators: benchValidators,
  calls: benchCalls,
  loopback: benchLoopback,
  "id-token": benchIdToken,
  "access-token": benchAccessToken,
  dpop: benchDPoP,
  "cold-import": benchColdImport,
  bytes: benchBytes,
  provider: benchProvider,
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = wanted.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0)
  throw new Error(`No such section: ${unknown.join(", ")}; there are ${Object.keys(sections).join(", ")}.`);

const [cpu] = cpus();
console.log(
  `Node ${process.versions.node}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown processor"}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(
  "Times are medians; ratios are medians of ratios within one round, with their quartiles. Trust the ratios.",
);
await build({ keep: process.argv.includes("--keep-build") });

const done: Section[] = [];
for (const [name, bench] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const section = await bench();
  printSection(name, section);
  done.push(section);
}
printSummary(done);
