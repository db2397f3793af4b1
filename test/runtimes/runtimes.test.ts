import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type InstalledPackage, installPackage, root, runCommand } from "../package/installed-package.ts";
import { browseSite } from "./browse-site.ts";
import { buildHosts } from "./build-hosts.ts";
import { expected, expectedSite } from "./expected.ts";
import { installRuntime } from "./install-runtime.ts";
import { type Runtime, runtimes } from "./runtimes.ts";
import { type StartedRuntime, startRuntime } from "./start-runtime.ts";
import { startWorld, type World } from "./world.ts";

const found = await Promise.all(runtimes.map(async (runtime) => ({ runtime, ...(await installRuntime(runtime)) })));

describe("the package in other run-times", () => {
  let installed: InstalledPackage;
  let hosts: string;

  before(async () => {
    installed = installPackage();
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const hono = `hono@${devDependencies.hono}`;
    runCommand("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", hono], installed.folder);
    hosts = await buildHosts(installed.folder);
  });
  after(() => installed?.remove());

  for (const { runtime, command, reason } of found) {
    if (command === undefined) test(runtime.name, { skip: reason }, () => {});
    else describe(runtime.name, () => describeRuntime(runtime, () => ({ command, hosts })));
  }
});

function describeRuntime(runtime: Runtime, place: () => { readonly command: string; readonly hosts: string }): void {
  let started: StartedRuntime;
  let world: World;

  before(async () => {
    started = await startRuntime(runtime, { ...place(), cache: join(root, ".cache/runtimes/deno-cache") });
    world = await startWorld(started.origins[0] ?? "");
    const body = JSON.stringify(world.surroundings);
    for (const origin of started.origins) await fetch(`${origin}/surroundings`, { method: "POST", body });
  });
  after(async () => {
    await started?.close();
    await world?.close();
  });

  for (const [name, facts] of Object.entries(expected)) {
    test(`${name}: the program finds out what it does elsewhere`, async () => {
      // The last host has the provider.
      const origin = started.origins.at(name === "provider" ? -1 : 0);
      const response = await fetch(`${origin}/run/${name}`);
      const said = await response.text();
      assert.equal(response.status, 200, `${said}\n${started.problems()}`);
      assert.deepEqual(JSON.parse(said), facts);
    });
  }

  test("relying-party: a login, its session and a logout at the run-time's own server", async () => {
    assert.deepEqual(await browseSite(world), expectedSite, started.problems());
  });

  test("metadata that two requests wait for reach the one that stays when the other goes away", async () => {
    const url = `${started.origins[0]}/shared`;
    const leaving = new AbortController();
    const first = fetch(url, { signal: leaving.signal });
    await setTimeout(100);
    const second = fetch(url, { signal: AbortSignal.timeout(10_000) });
    await setTimeout(100);
    leaving.abort();
    await assert.rejects(first, { name: "AbortError" });
    assert.equal(await (await second).json(), world.surroundings.slowIssuer);
  });
}
