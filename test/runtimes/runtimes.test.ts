import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { root } from "../package/installed-package.ts";
import { browseSite } from "./browse-site.ts";
import { expected, expectedOfNode, expectedSite } from "./expected.ts";
import { installRuntime } from "./install-runtime.ts";
import { prepareProject } from "./prepare-project.ts";
import { type Runtime, runtimes } from "./runtimes.ts";
import { type StartedRuntime, startRuntime } from "./start-runtime.ts";
import { startWorld, type World } from "./world.ts";

const found = await Promise.all(runtimes.map(async (runtime) => ({ runtime, ...(await installRuntime(runtime)) })));
const project = await prepareProject(found.some(({ command }) => command !== undefined));

after(() => project.remove?.());

// Side by side, because some tests wait for documents to grow old.
describe("the package in other run-times", { concurrency: 3 }, () => {
  test("README.md and the guide name what it is run in", () => {
    for (const page of ["README.md", "docs/guides/runtimes.md"]) {
      const text = readFileSync(join(root, page), "utf8");
      const missing = runtimes.filter(({ version }) => !text.includes(version));
      assert.deepEqual(missing, [], page);
    }
  });

  for (const { runtime, command, reason } of found) {
    const { hosts } = project;
    if (command === undefined || hosts === undefined) {
      test(runtime.name, { skip: reason ?? project.reason ?? true }, () => {});
    } else describe(runtime.name, () => describeRuntime(runtime, { command, hosts }));
  }
});

function describeRuntime(runtime: Runtime, place: { readonly command: string; readonly hosts: string }): void {
  let started: StartedRuntime;
  let world: World;

  before(async () => {
    started = await startRuntime(runtime, { ...place, cache: join(root, ".cache/runtimes/deno-cache") });
    world = await startWorld(started.origins[0] ?? "");
    const body = JSON.stringify(world.surroundings);
    for (const origin of started.origins) await fetch(`${origin}/surroundings`, { method: "POST", body });
  });
  after(async () => {
    await started?.close();
    await world?.close();
  });

  const programs = { ...expected, ...(runtime.npmPackage !== "workerd" && expectedOfNode) };
  for (const [name, facts] of Object.entries(programs)) {
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

  const readVersion = async (name: string, signal?: AbortSignal): Promise<string> => {
    const response = await fetch(`${started.origins[0]}/versions/${name}`, {
      signal: signal ?? AbortSignal.timeout(10_000),
    });
    const said = await response.text();
    assert.equal(response.status, 200, `${said}\n${started.problems()}`);
    return said.slice(said.lastIndexOf("/") + 1, -1);
  };

  test("metadata that two requests wait for reach the one that stays when the other goes away", async () => {
    const leaving = new AbortController();
    const first = readVersion("shared", leaving.signal);
    await setTimeout(50);
    const second = readVersion("shared");
    await setTimeout(50);
    leaving.abort();
    await assert.rejects(first, { name: "AbortError" });
    assert.equal(await second, "1");
  });

  test("metadata that nobody waited for are fetched by the request that does, whatever became of the one before", async () => {
    assert.equal(await readVersion("overdue"), "1");
    await setTimeout(200);
    assert.equal(await readVersion("overdue"), "1");
    await setTimeout(1800);
    assert.match(await readVersion("overdue"), /^[23]$/);
  });

  test("metadata are fetched in the background, which waitUntil keeps alive where requests end it", async () => {
    const end = performance.now() + 5000;
    assert.equal(await readVersion("background"), "1");
    let version = "1";
    while (version === "1" && performance.now() < end) {
      await setTimeout(150);
      version = await readVersion("background");
    }
    assert.notEqual(version, "1");
  });
}
