import { describeApp, testApi, testJourney, testRenewal, testUnhappyLogins } from "./app-suite.ts";
import { serveInstalledApp } from "./serve-installed-app.ts";

const serve = async () =>
  serveInstalledApp({
    name: "nestjs",
    node: process.execPath,
    build: [["typescript/bin/tsc", "--project", "tsconfig.json"]],
    start: ["dist/main.js"],
    env: (port) => ({ PORT: String(port) }),
  });

describeApp("NestJS: the application of docs/frameworks/nestjs.md, built and served", serve, (run) => {
  testJourney(run, { callsApi: false });
  testRenewal(run);
  testUnhappyLogins(run);
  testApi(run, { method: "DELETE", scope: "orders.read" });
});
