import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import ts from "typescript";
import {
  applications,
  copyPrograms,
  type InstalledPackage,
  installPackage,
  root,
  runCommand,
} from "./installed-package.ts";

let installed: InstalledPackage;
let programs: Readonly<Record<string, string>>;

before(() => {
  installed = installPackage();
  programs = copyPrograms(installed.folder);
});

after(() => installed.remove());

test("package: it holds what the files list names, and nothing else", () => {
  const expected =
    /^(?:dist\/(?:src|generated)\/.+\.(?:js|d\.ts)|dist\/cli\/[\w-]+\.js|specs\/.+\.(?:json|md)|codegen\/runtime\/[\w-]+\.ts|(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md))$/;
  assert.deepEqual(
    installed.files.filter((path) => !expected.test(path)),
    [],
  );
  for (const path of [
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "dist/src/index.js",
    "dist/src/index.d.ts",
  ]) {
    assert.ok(installed.files.includes(path), `${path} is missing`);
  }
  assert.ok(installed.files.length >= 400, `it holds ${installed.files.length} files only`);
});

test("package: no source map, no path of this machine, and no import of a file that is not there", () => {
  // The command's generator holds imports as text, which it writes.
  const modules = installed.files.filter(
    (path) => /\.(?:js|d\.ts)$/.test(path) && !path.startsWith("dist/cli/command-"),
  );
  const wrong = modules.flatMap((path) => {
    const text = installed.read(path);
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
      ([, specifier]) => specifier ?? "",
    );
    const missing = specifiers.filter((specifier) => !installed.files.includes(resolve(path, specifier)));
    return [
      ...(text.includes("sourceMappingURL") ? [`${path} names a source map`] : []),
      ...(text.includes(root) ? [`${path} names the folder that it was built in`] : []),
      ...missing.map((name) => `${path} imports ${name}`),
    ];
  });
  assert.deepEqual(wrong, []);
});

test("package: no module names a path of the machine that built it", () => {
  const modules = installed.files.filter((path) => path.endsWith(".js"));
  const specifiers = (path: string) => [
    ...installed.read(path).matchAll(/(?:from|import)\s*\(?\s*"((?:\/|file:)[^"]*)"/g),
  ];
  assert.deepEqual(
    modules.flatMap((path) => specifiers(path).map(([, specifier]) => `${path} imports ${specifier}`)),
    [],
  );
});

test("package: every subpath of the client can be imported in Node with nothing but its dependency, and exports something", () => {
  const messages = readdirSync(join(root, "generated/messages")).map(
    (name) => `./messages/${name.replace(/\.ts$/, "")}`,
  );
  const subpaths = installed.subpaths.filter((path) => !/\*|json$/.test(path) && !needsPeers(path));
  const imported = importAll([...subpaths, ...messages]);
  assert.ok(imported >= 45, `imported ${imported} subpaths only`);
});

test("package: the provider says which package it lacks, and can be imported in Node with its peers", () => {
  const provider = installed.subpaths.filter(needsPeers);
  assert.throws(() => importAll(["./provider"]), /Cannot find package 'hono'/);
  const { devDependencies, peerDependencies }: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const peers = Object.keys(peerDependencies).filter((name) => name !== "json-schema-to-typescript");
  const versions = peers.map((name) => `${name}@${devDependencies[name]}`);
  runCommand("npm", ["install", "--no-audit", "--no-fund", ...versions], installed.folder);
  assert.equal(importAll(provider), provider.length);
});

test("package: the adapters serve the types of their frameworks", () => {
  const types = ["@types/node@22", "@types/express@5", "@types/koa@3", "fastify@5", "express@5", "koa@3"];
  runCommand("npm", ["install", "--no-audit", "--no-fund", ...types], installed.folder);
  const config = join(installed.folder, "tsconfig.frameworks.json");
  const compilerOptions = { ...strictest, types: ["node"], skipLibCheck: true };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ofFrameworks }));
  runCommand(join(root, "node_modules/.bin/tsc"), ["-p", config], installed.folder);
});

test("package: what the guide says of tests runs with Vitest", () => {
  const guide = readFileSync(join(root, "docs/guides/provider-testing.md"), "utf8");
  const [, setup = ""] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const [, written = ""] = /```js\n(.*?)```/s.exec(guide) ?? [];
  const [, line = ""] = /with Vitest the last line is `([^`]+)`/.exec(guide) ?? [];
  const ofVitest = written.replace(/await assert\.rejects\(.*\);/, `${line};`);
  assert.match(ofVitest, /await expect\(/);
  const imports =
    'import { expect, test } from "vitest";\nimport { application, pass, signIn } from "./provider.ts";\n';
  mkdirSync(join(installed.folder, "guide"));
  writeFileSync(join(installed.folder, "guide/provider.ts"), setup);
  writeFileSync(join(installed.folder, "guide/login.test.ts"), `${imports}${ofVitest}`);
  runCommand("npm", ["install", "--no-audit", "--no-fund", "--save-dev", "vitest@5"], installed.folder);
  const said = stripVTControlCharacters(runCommand("npx", ["vitest", "run", "guide"], installed.folder));
  assert.match(said, /Tests\s+1 passed \(1\)/);
  writeFileSync(join(installed.folder, "guide/login.test.ts"), `${imports}${ofVitest.replace("ERR_", "WRONG_")}`);
  assert.throws(() => runCommand("npx", ["vitest", "run", "guide"], installed.folder), /1 failed/);
});

test("package: what the guide says of tests without a network runs with node:test, Vitest and Jest", () => {
  const guide = readFileSync(join(root, "docs/guides/testing.md"), "utf8");
  const [, example = ""] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const [, written = ""] = /```js\n(.*?)```/s.exec(guide) ?? [];
  const [, flag = ""] = /`NODE_OPTIONS=(\S+) npx jest`/.exec(guide) ?? [];
  const folder = join(installed.folder, "testing");
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  const imports = `import assert from "node:assert/strict";
    import { hostileMutations } from "ts-identity-model/testing";
    import { logIn, provider } from "./example.js";\n`;
  mkdirSync(folder);
  runCommand("npm", ["install", "--no-audit", "--no-fund", "--save-dev", "jest@30", "vitest@5"], installed.folder);
  writeFileSync(join(folder, "example.js"), ts.transpileModule(example, { compilerOptions }).outputText);
  const write = (name: string, of: string, text = written): void =>
    writeFileSync(join(folder, name), `${of}${imports}${text}`);
  write("node.js", 'import { afterEach, test } from "node:test";\n');
  const node = ["-u", "NODE_TEST_CONTEXT", process.execPath, "--test", "testing/node.js"];
  assert.match(runCommand("env", node, installed.folder), /pass 23\n/);
  write("vitest.test.js", 'import { afterEach, test } from "vitest";\n');
  const vitest = ["vitest", "run", "testing/vitest.test.js"];
  assert.match(stripVTControlCharacters(runCommand("npx", vitest, installed.folder)), /Tests\s+23 passed \(23\)/);
  write("jest.test.js", "");
  const jest = [flag, "node_modules/jest/bin/jest.js", "--testMatch", "**/testing/jest.test.js"];
  runCommand(process.execPath, jest, installed.folder);
  write("jest.test.js", "", written.replace("ERR_", "WRONG_"));
  assert.throws(() => runCommand(process.execPath, jest, installed.folder), /1 failed, 22 passed/);
});

/** The provider, and the kit for tests, which has one in it. */
function needsPeers(path: string): boolean {
  return path.startsWith("./provider") || path === "./testing" || path === "./adapters/opentelemetry";
}

/** Programs that need the types of their framework, or of Node: not that of Workers, which is made of `Request` and `Response`. */
const ofFrameworks = [...applications.filter((name) => name !== "worker"), "nestjs"].map(
  (name) => `programs/${name}.ts`,
);

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Imports subpaths one after the other in a process of its own; gives their number. */
function importAll(paths: readonly string[]): number {
  const specifiers = paths.map((path) => path.replace(/^\./, "ts-identity-model"));
  const script = `const names = ${JSON.stringify(specifiers)};
    for (const name of names) {
      const count = Object.keys(await import(name)).length;
      if (count === 0 && !/messages/.test(name)) throw new Error(name + " exports nothing");
      console.log(name);
    }
    await import("ts-identity-model/package.json", { with: { type: "json" } });`;
  writeFileSync(join(installed.folder, "import-all.js"), script);
  const imported = runCommand(process.execPath, ["--no-warnings", "import-all.js"], installed.folder)
    .trim()
    .split("\n");
  assert.deepEqual(imported, specifiers);
  return imported.length;
}

test("package: a file that is not exported cannot be imported", () => {
  const script = `import("ts-identity-model/dist/src/util/url.js").catch((error) => console.log(error.code))`;
  assert.equal(
    runCommand(process.execPath, ["--input-type=module", "--eval", script], installed.folder).trim(),
    "ERR_PACKAGE_PATH_NOT_EXPORTED",
  );
});

test("package: every subpath has a program that imports it and is type-checked", () => {
  const subpaths = installed.subpaths.filter((path) => path !== "./package.json");
  const nameOf = (path: string): string =>
    path === "." ? "index.ts" : `${path.replace("./", "").replace("/*", "").replace("/", "-")}.ts`;
  assert.deepEqual(Object.keys(programs).sort(), subpaths.map(nameOf).sort());
  const importing = (path: string): string => ` from "ts-identity-model${path.slice(1).replace(/\*$/, "")}`;
  const ending = (path: string): string => (path.endsWith("*") ? "" : '"');
  assert.deepEqual(
    subpaths.filter((path) => !programs[nameOf(path)]?.includes(`${importing(path)}${ending(path)}`)),
    [],
  );
});

test("package: its command compiles a user's schema to modules that check a message, and says what it needs", () => {
  const { folder } = installed;
  mkdirSync(join(folder, "contract/acme"), { recursive: true });
  const schema = { type: "object", required: ["department"], properties: { department: { type: "string" } } };
  writeFileSync(join(folder, "contract/acme/staff-claims.schema.json"), JSON.stringify(schema));
  const args = ["ts-identity-model", "generate", "--specs", "contract", "--out", "generated"];
  assert.throws(
    () => runCommand("npx", args, folder),
    /This command needs json-schema-to-typescript: npm install --save-dev json-schema-to-typescript/,
  );
  runCommand("npm", ["install", "--no-audit", "--no-fund", "--save-dev", "json-schema-to-typescript@16"], folder);
  assert.match(runCommand("npx", args, folder), /\n6 files, 6 written or removed\.\n$/);
  assert.match(runCommand("npx", [...args, "--check"], folder), /^6 files, 0 differ\.\n$/);
  writeFileSync(
    join(folder, "check-claims.ts"),
    `import { checkMessage } from "ts-identity-model/schema";
     import { staffClaimsSchema, type StaffClaims } from "./generated/messages/staff-claims.js";
     const checked = checkMessage(staffClaimsSchema, { department: 1 });
     const claims: StaffClaims | undefined = checked.ok ? checked.message : undefined;
     console.log(claims, checked.ok ? "" : checked.issues[0]?.pointer);`,
  );
  const config = join(folder, "tsconfig.command.json");
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: { ...strictest, types: [], noEmit: false, outDir: "compiled", rootDir: "." },
      files: ["check-claims.ts"],
    }),
  );
  runCommand(join(root, "node_modules/.bin/tsc"), ["-p", config], folder);
  assert.equal(runCommand(process.execPath, ["compiled/check-claims.js"], folder), "undefined /department\n");
});

/** The oldest line that is supported, the one that this package is built with, and the native compiler. */
for (const version of ["5.9", "6.0", "7.0"]) {
  for (const skipLibCheck of [true, false]) {
    test(`package: its declarations serve TypeScript ${version}${skipLibCheck ? "" : ", checked whole"}`, () => {
      const compiler = join(installed.folder, `typescript-${version}`);
      runCommand(
        "npm",
        ["install", "--no-audit", "--no-fund", "--prefix", compiler, `typescript@${version}`],
        installed.folder,
      );
      const config = join(installed.folder, `tsconfig.${version}.${skipLibCheck}.json`);
      writeFileSync(
        config,
        JSON.stringify({
          compilerOptions: { ...strictest, skipLibCheck },
          include: ["programs"],
          exclude: ofFrameworks,
        }),
      );
      runCommand(process.execPath, [join(compiler, "node_modules/typescript/bin/tsc"), "-p", config], installed.folder);
    });
  }
}

test("package: bundlers' resolution finds the declarations", () => {
  const config = join(installed.folder, "tsconfig.bundler.json");
  const compilerOptions = { ...strictest, module: "ESNext", moduleResolution: "Bundler" };
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ["programs"], exclude: ofFrameworks }));
  runCommand(join(root, "node_modules/.bin/tsc"), ["-p", config], installed.folder);
});

test("package: publint finds nothing", () => {
  runCommand(join(root, "node_modules/.bin/publint"), ["run", "--strict", "--pack", "npm"], root);
});

test("package: arethetypeswrong finds nothing", () => {
  runCommand(join(root, "node_modules/.bin/attw"), [installed.tarball, "--profile", "esm-only"], root);
});

function resolve(from: string, specifier: string): string {
  return join(from, "..", specifier.replace(/\.js$/, from.endsWith(".d.ts") ? ".d.ts" : ".js")).replaceAll("\\", "/");
}

const strictest = {
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
};
