// `tsx scripts/api-report.ts check|write`: holds the public API against etc/<entry>.api.md, or writes it there.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { root, run, tool } from "./run.ts";

const mode = process.argv[2];
if (mode !== "check" && mode !== "write") throw new Error("Usage: tsx scripts/api-report.ts check|write");

const work = `${root}node_modules/.cache/api`;
rmSync(work, { recursive: true, force: true });
mkdirSync(`${work}/temp`, { recursive: true });

const compiled = await run(tool("tsc"), ["-p", "tsconfig.build.json", "--emitDeclarationOnly", "--outDir", work]);
if (compiled.code !== 0) {
  console.error(compiled.output);
  process.exit(1);
}

const entries = readEntries().map(([name, entry]) => ({ report: `${name}.api.md`, config: prepare(name, entry) }));
const first = entries[0];
if (first === undefined) throw new Error("package.json exports nothing.");
const compilerState = CompilerState.create(first.config, {
  additionalEntryPoints: entries.map(({ config }) => config.mainEntryPointFilePath),
});

const results = entries.map(({ report, config }) => ({ report, ...extract(config, compilerState) }));
for (const { report, problems } of results) {
  for (const problem of problems) console.error(`${report}: ${problem}`);
}
const changed = results.filter(({ changed }) => changed).map(({ report }) => report);
const failed = results.some(({ problems }) => problems.length > 0) || (mode === "check" && changed.length > 0);
console.log(
  `${results.length} API reports, ${changed.length} ${mode === "write" ? "written" : "differ"}. ${changed.join(" ")}`,
);
if (mode === "check" && changed.length > 0) {
  console.error("The public API changed. If that is wanted: npm run api:write, and review etc/ in the same commit.");
}
if (failed) process.exitCode = 1;

/** Entries of package.json: the report's name and the source below dist/. */
function readEntries(): readonly (readonly [name: string, entry: string])[] {
  const manifest: { readonly exports: Readonly<Record<string, unknown>> } = JSON.parse(
    readFileSync(`${root}package.json`, "utf8"),
  );
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target !== "object" || target === null || !("types" in target) || subpath.includes("*")) return [];
    const name = subpath === "." ? "index" : subpath.replace("./", "").replace("/", "-");
    return [[name, String(target.types).replace("./dist/", "")] as const];
  });
}

function prepare(name: string, entry: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}package.json`,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: `${work}/${entry}`,
      newlineKind: "lf",
      compiler: { overrideTsconfig: compilerOptions(work) },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: `${root}etc`,
        reportTempFolder: `${work}/temp`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.None },
          "ae-unresolved-link": { logLevel: ExtractorLogLevel.None },
          "ae-undocumented": { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

function compilerOptions(folder: string): object {
  return {
    compilerOptions: {
      target: "ES2022",
      lib: ["ES2023", "DOM", "DOM.Iterable"],
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: [],
      strict: true,
      skipLibCheck: true,
      rootDir: folder,
    },
    include: [`${folder}/**/*.d.ts`],
  };
}

function extract(
  config: ExtractorConfig,
  state: CompilerState,
): { readonly changed: boolean; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: mode === "write",
    compilerState: state,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
      message.handled = true;
    },
  });
  return { changed: apiReportChanged, problems };
}
