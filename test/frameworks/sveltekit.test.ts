import { findNodeWithSqlite } from "../fixtures/provider/newer-node.ts";
import { describeApp, testApi, testJourney, testLink, testRenewal, testUnhappyLogins } from "./app-suite.ts";
import { RegistryUnavailable } from "./installed-app.ts";
import { serveInstalledApp } from "./serve-installed-app.ts";

const serve = async () =>
  serveInstalledApp({
    name: "sveltekit",
    node: await findNode22(),
    build: [
      ["vite/bin/vite.js", "build"],
      ["svelte-check/bin/svelte-check", "--tsconfig", "tsconfig.json"],
    ],
    start: ["build"],
    env: (port) => ({ PORT: String(port), HOST: "127.0.0.1" }),
  });

describeApp("SvelteKit: the application of docs/frameworks/sveltekit.md, built and served", serve, (run) => {
  testJourney(run, { callsApi: true });
  testLink(run);
  testRenewal(run);
  testUnhappyLogins(run);
  testApi(run, { method: "GET", scope: "orders.write" });
});

/** SvelteKit 3 wants Node 22.17, as `node:sqlite` does without a flag. */
async function findNode22(): Promise<string> {
  const found = await findNodeWithSqlite();
  if ("reason" in found) throw new RegistryUnavailable(found.reason);
  return found.command;
}
