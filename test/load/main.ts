// npm run load [-- SECONDS RATE]: a token manager and a resource server under a steady load, while their provider rotates keys, fails, hangs and dies.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { createClient } from "../../src/index.ts";
import { createResourceServer } from "../../src/resource-server/index.ts";
import { createClientCredentialsTokens } from "../../src/tokens/index.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { createAttacks } from "./attacks.ts";
import { createFaultyFetch, type FaultKind, planFaults } from "./faults.ts";
import { createCounter } from "./figures.ts";
import { clientId, clientSecret, resource } from "./load-facts.ts";
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
  let tokenRequests = 0;
  const faulty = createFaultyFetch(() => fault);
  const counted: typeof fetch = (input, init) => {
    if (String(input).endsWith("/token")) tokenRequests += 1;
    return faulty(input, init);
  };
  const client = createClient({ issuer, client: { client_id: clientId, client_secret: clientSecret }, fetch: counted });
  const tokens = createClientCredentialsTokens(client, { scope: "read", resource });
  // Keys are asked for often, so that rotation and faults meet.
  const cache = { minFreshMs: 500, maxFreshMs: 2000, failureCooldownMs: 200 };
  const api = createResourceServer({ issuer, audience: resource, fetch: faulty, cache });
  const attacks = Object.entries(await createAttacks());
  const counter = createCounter();
  const requestWith = (token: string): Request =>
    new Request(resource, { headers: { authorization: `Bearer ${token}` } });

  async function visit(): Promise<void> {
    const begun = performance.now();
    const during = fault;
    try {
      const { response } = await tokens.getToken();
      await api.authenticate(requestWith(response.access_token), { scope: "read" });
      counter.accepted(performance.now() - begun);
    } catch (error) {
      counter.refusedGood(during, error);
    }
  }

  async function attack(number: number): Promise<void> {
    const [name, forge] = attacks[number % attacks.length] ?? attacks[0] ?? [];
    const good = await tokens.getToken().catch(() => undefined);
    // Without a token there is nothing to forge from; the visits beside it count that.
    if (name === undefined || forge === undefined || good === undefined) return;
    const token = await forge(good.response.access_token);
    await api.authenticate(requestWith(token)).then(
      () => counter.acceptedBad(name),
      () => counter.refusedBad(),
    );
  }

  async function restart(): Promise<void> {
    server = await startProvider();
  }

  await visit();
  const work: Promise<void>[] = [];
  const startMs = performance.now();
  const faults = planFaults(seconds);
  const done = new Set<string>();
  for (let sent = 0; ; ) {
    const at = (performance.now() - startMs) / 1000;
    if (at >= seconds) break;
    const now = faults.find(({ from, to }) => at >= from && at < to)?.kind ?? "none";
    if (now !== fault) {
      if (now === "provider killed") server.kill("SIGKILL");
      else if (fault === "provider killed") work.push(restart());
      fault = now;
    }
    for (const part of [0.15, 0.4, 0.6, 0.9]) {
      if (at < seconds * part || done.has(`${part}`)) continue;
      done.add(`${part}`);
      server.send("rotate");
    }
    for (; sent < at * rate; sent += 1) {
      if (sent % 20 === 0) work.push(attack(sent / 20));
      else work.push(visit());
      if (sent % (rate * 5) === 0) counter.heap();
    }
    if (work.length > rate) await Promise.all(work.splice(0));
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
