import { describeApp, testApi, testJourney, testLink, testRenewal, testUnhappyLogins } from "./app-suite.ts";
import { serveInstalledApp } from "./serve-installed-app.ts";

const serve = async () =>
  serveInstalledApp({
    name: "next",
    node: process.execPath,
    build: [["next/dist/bin/next", "build"]],
    start: ["node_modules/next/dist/bin/next", "start"],
    env: (port) => ({ PORT: String(port), HOSTNAME: "127.0.0.1" }),
  });

describeApp("Next.js: the application of docs/frameworks/next.md, built and served", serve, (run) => {
  testJourney(run, { callsApi: true });
  testLink(run);
  testRenewal(run);
  testUnhappyLogins(run);
  testApi(run, { method: "GET", scope: "orders.write" });
});
