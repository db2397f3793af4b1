// npm run load [-- SECONDS RATE]: a token manager and a resource server under a steady load, while their provider rotates keys, fails, hangs and dies.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { createFaultyFetch, type FaultKind, faultsAt, planFaults } from "./faults.ts";
import { createCounter } from "./figures.ts";
import { createTraffic } from "./traffic.ts";
import { judge, show } from "./verdict.ts";

const [seconds = 60, rate = 2000] = process.argv.slice(2).map(Number);
const started = await startPostgres();
if (!("server" in started)) throw new Error(`PostgreSQL is needed: ${started.reason}`);
const port = await findFreePort();
let server = await startProvider();
try {
  const figures = await run();
  show(figures, { seconds, rate });
  const problems = judge(figures);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  server.kill("SIGKILL");
  await started.server.stop();
}

async function run(): Promise<ReturnType<ReturnType<typeof createCounter>["result"]>> {
  const issuer = `http://127.0.0.1:${port}`;
  let fault: FaultKind = "none";
  let felt: FaultKind = "none";
  let tokenRequests = 0;
  const faulty = createFaultyFetch(() => fault);
  const counted: typeof fetch = (input, init) => {
    if (String(input).endsWith("/token")) tokenRequests += 1;
    return faulty(input, init);
  };
  const counter = createCounter();
  const { visit, attack } = await createTraffic({ issuer, fetch: counted, counter, fault: () => felt });

  async function restart(): Promise<void> {
    server = await startProvider();
  }

  await Promise.all([visit(0), visit(1)]);
  const work = new Set<Promise<void>>();
  const begin = (call: Promise<void>): void => {
    const ended = call.finally(() => work.delete(ended));
    work.add(ended);
  };
  const startMs = performance.now();
  const faults = planFaults(seconds);
  const done = new Set<string>();
  for (let sent = 0; ; ) {
    const at = (performance.now() - startMs) / 1000;
    if (at >= seconds) break;
    const { fault: now, felt: stillFelt } = faultsAt(faults, at);
    felt = stillFelt;
    if (now !== fault) {
      if (now === "provider killed") server.kill("SIGKILL");
      else if (fault === "provider killed") begin(restart());
      fault = now;
    }
    for (const part of [0.15, 0.4, 0.6, 0.9]) {
      if (at < seconds * part || done.has(`${part}`)) continue;
      done.add(`${part}`);
      server.send("rotate");
    }
    for (; sent < at * rate; sent += 1) {
      begin(sent % 20 === 0 ? attack(sent / 20) : visit(sent));
      if (sent % (rate * 5) === 0) counter.heap();
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(work);
  counter.heap();
  return counter.result(tokenRequests);
}

async function startProvider(): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("load-server.ts", import.meta.url));
  const connection = "server" in started ? started.server.connectionString : "";
  const child = fork(script, [`${port}`, connection], { execArgv: ["--import", "tsx"] });
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (message !== "ready") throw new Error("The provider ended before it was ready.");
  return child;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}
