import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import autocannon from "autocannon";
import { root } from "../scripts/run.ts";
import { startPostgres } from "../test/fixtures/provider/postgres-server.ts";
import { hasRedisServer, startRedisServer } from "../test/fixtures/provider/redis-server.ts";
import { builtFolder } from "./built.ts";
import { median, ratioOf } from "./measure.ts";
import { clientId, clientSecret, scope, tokenRequest } from "./provider-process.ts";
import { type Server, startServer } from "./provider-server.ts";
import { judge, type Row, type Section, showRatio } from "./report.ts";

/** The provider under load beside panva's oidc-provider: same machine, same load tool, one process each, turn by turn. */
export async function benchProvider(): Promise<Section> {
  const ours = await startServer("provider-own");
  const peer = await startServer("provider-peer");
  const rows: Row[] = [];
  try {
    rows.push(await compare("client credentials, opaque", { ours, peer }, tokenLoad({}), 2));
    rows.push(await compare("client credentials, JWT RS256", { ours, peer }, tokenLoad({ jwt: true }), 1));
    rows.push(await compare("introspection of an opaque token", { ours, peer }, introspectionLoad, 2));
  } finally {
    ours.end();
    peer.end();
  }
  rows.push(await compareMemory(), measureStart(), ...(await measureStores()));
  return {
    rows,
    notes: [
      `autocannon, ${connections} connections, ${rounds} rounds of ${seconds} s each in turn; the load generator has one of two processors.`,
      "oidc-provider has its in-memory adapter, which forgets all but the last 1000 entries; ours forgets nothing before its time.",
      "cpu is the ratio of processor time for a request, which does not depend on how fast the load generator is.",
      "client_credentials uses nothing of Redis; sessions, codes and proofs do.",
      "Both authenticate the client with client_secret_basic. JWTs are RS256 with 2048 bits.",
    ],
  };
}

interface Load {
  readonly url: string;
  readonly body: string;
}

type LoadMaker = (server: Server) => Promise<Load>;

function tokenLoad({ jwt = false }: { readonly jwt?: boolean }): LoadMaker {
  return async ({ ready }) => {
    const resource = jwt ? `&resource=${encodeURIComponent(ready.resource)}` : "";
    return { url: ready.token, body: `${tokenRequest.body}${resource}` };
  };
}

const introspectionLoad: LoadMaker = async ({ ready }) => {
  const response = await fetch(ready.token, tokenRequest);
  const { access_token: token } = (await response.json()) as { readonly access_token: string };
  return { url: ready.introspection, body: new URLSearchParams({ token }).toString() };
};

async function compare(
  what: string,
  { ours, peer }: { readonly ours: Server; readonly peer: Server },
  makeLoad: LoadMaker,
  goal: number,
): Promise<Row> {
  const rates = { ours: [] as number[], peer: [] as number[] };
  const cpu = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (["ours", "peer"] as const) : (["peer", "ours"] as const);
    for (const name of order) {
      const server = name === "ours" ? ours : peer;
      const shot = await shoot(server, await makeLoad(server));
      // The first round lets the engines optimise.
      if (round === 0) continue;
      rates[name].push(shot.rate);
      cpu[name].push(shot.cpu);
    }
  }
  const ratio = ratioOf(rates.ours, rates.peer);
  return {
    what,
    ours: perSecond(median(rates.ours)),
    peer: `${perSecond(median(rates.peer))} oidc-provider`,
    ratio: showRatio(ratio),
    cpuRatio: ratioOf(cpu.ours, cpu.peer).median.toFixed(2),
    goal: `>= ${goal}`,
    met: ratio.median >= goal,
  };
}

/** Memory of servers that have done the same work since they began: in the same time ours would have kept three times as many tokens. */
async function compareMemory(): Promise<Row> {
  const sizes: number[] = [];
  for (const script of ["provider-own", "provider-peer"]) {
    const server = await startServer(script);
    try {
      for (const { makeLoad, amount } of work) {
        const result = await autocannon({ ...tokenRequest, ...(await makeLoad(server)), connections, amount });
        if (result.non2xx > 0 || result.errors > 0) throw new Error(`${script}: ${result.non2xx} bad answers.`);
      }
      sizes.push((await server.usage()).rss);
    } finally {
      server.end();
    }
  }
  const [own = 0, other = 0] = sizes;
  return {
    what: "resident memory after 100,000 opaque tokens, 20,000 JWTs, 100,000 introspections",
    ours: megabytes(own),
    peer: `${megabytes(other)} oidc-provider`,
    ratio: (own / other).toFixed(2),
    ...judge(own / other, 1, "1"),
  };
}

/** Requests a second, and microseconds of the server's processor for each. */
async function shoot(server: Server, { url, body }: Load): Promise<{ readonly rate: number; readonly cpu: number }> {
  const before = await server.usage();
  const result = await autocannon({ url, ...tokenRequest, body, connections, duration: seconds });
  const after = await server.usage();
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors.`);
  return { rate: result.requests.total / result.duration, cpu: (after.cpu - before.cpu) / result.requests.total };
}

/** From the import of the provider's module until its first token, keys made, in a process that does nothing else. */
function measureStart(): Row {
  const times = Array.from({ length: 7 }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", startScript()], {
      cwd: root,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return Number(stdout);
  });
  const time = median(times);
  return {
    what: "from its import to its first token, keys made",
    ours: `${time.toFixed(0)} ms`,
    ...judge(time, 300, "300 ms"),
  };
}

function startScript(): string {
  const entry = JSON.stringify(pathToFileURL(`${builtFolder}/src/provider/index.js`).href);
  const client = JSON.stringify({
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ["client_credentials"],
    scope,
  });
  return `const begun = performance.now();
    const { createProvider } = await import(${entry});
    const provider = createProvider({ issuer: "http://127.0.0.1:9", clients: [${client}], scopes: [${JSON.stringify(scope)}] });
    const response = await provider.fetch("http://127.0.0.1:9/token", ${JSON.stringify(tokenRequest)});
    if (response.status !== 200) throw new Error(await response.text());
    console.log(performance.now() - begun);
    process.exit();`;
}

/** What the same requests come to with databases; it only informs. */
async function measureStores(): Promise<readonly Row[]> {
  const started = await startPostgres();
  if (!("server" in started)) return [{ what: "with PostgreSQL", ours: `not measured: ${started.reason}` }];
  const { server } = started;
  const redis = hasRedisServer ? await startRedisServer() : undefined;
  try {
    const rows = [...(await measureStore(server.version, [server.connectionString]))];
    if (redis === undefined) return [...rows, { what: "with Redis", ours: "not measured: no redis-server" }];
    return [...rows, ...(await measureStore("Redis and PostgreSQL", [server.connectionString, redis.url]))];
  } finally {
    await redis?.close();
    await server.stop();
  }
}

async function measureStore(store: string, urls: readonly string[]): Promise<readonly Row[]> {
  const server = await startServer("provider-own", urls);
  try {
    const rows: Row[] = [];
    for (const [what, makeLoad] of [
      ["client credentials, opaque", tokenLoad({})],
      ["introspection of an opaque token", introspectionLoad],
    ] as const) {
      const rates: number[] = [];
      for (let round = 0; round <= 3; round += 1) rates.push((await shoot(server, await makeLoad(server))).rate);
      rows.push({ what: `${what}, with ${store}`, ours: perSecond(median(rates.slice(1))) });
    }
    return rows;
  } finally {
    server.end();
  }
}

function perSecond(rate: number): string {
  return `${Math.round(rate)} /s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MiB`;
}

const work: readonly { readonly makeLoad: LoadMaker; readonly amount: number }[] = [
  { makeLoad: tokenLoad({}), amount: 100_000 },
  { makeLoad: tokenLoad({ jwt: true }), amount: 20_000 },
  { makeLoad: introspectionLoad, amount: 100_000 },
];
const rounds = 5;
const seconds = 3;
const connections = 10;
