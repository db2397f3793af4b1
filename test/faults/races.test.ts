import { after, test } from "node:test";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import { createFaultsDriver, type FaultsDriver, makeDriverKey } from "../fixtures/provider/faults-driver.ts";
import { listRaces } from "../fixtures/provider/faults-races.ts";
import { delayVerbs, type FaultsScene, serveScene } from "../fixtures/provider/faults-scene.ts";

const scenes: FaultsScene[] = [];
let opened: Promise<FaultsDriver> | undefined;

after(async () => {
  for (const { served } of scenes) await served.close();
});

/** Two processes on one store, which takes five milliseconds for every verb. */
async function open(): Promise<FaultsDriver> {
  const key = await makeDriverKey();
  const store = delayVerbs(createMemoryStore(), 5);
  for (let count = 0; count < 2; count += 1) scenes.push(await serveScene(store, key.publicJwk));
  return createFaultsDriver(
    scenes.map(({ served }) => served.url),
    key,
  );
}

for (const { title, run } of listRaces())
  test(`faults, over HTTP with a slow store in two providers: ${title}`, async () => {
    opened ??= open();
    await run(await opened);
  });
