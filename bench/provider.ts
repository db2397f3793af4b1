import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import autocannon from "autocannon";
import { root } from "../scripts/run.ts";
import { median, ratioOf } from "./measure.ts";
import { type Ready, tokenRequest, type Usage } from "./provider-process.ts";
import { judge, type Row, type Section, showRatio } from "./report.ts";

/** The provider under load beside panva's oidc-provider: same machine, same load tool, one process each, turn by turn. */
export async function benchProvider(): Promise<Section> {
  const ours = await startServer("provider-own.ts", ["memory"]);
  const peer = await startServer("provider-peer.ts");
  const rows: Row[] = [];
  try {
    rows.push(await compare("client credentials, opaque", { ours, peer }, tokenLoad({}), 2));
    rows.push(await compare("client credentials, JWT RS256", { ours, peer }, tokenLoad({ jwt: true }), 1));
    rows.push(await compare("introspection of an opaque token", { ours, peer }, introspectionLoad, 2));
    const [own, other] = [await ours.usage(), await peer.usage()];
    const ratio = own.rss / other.rss;
    rows.push({
      what: "resident memory after all of this",
      ours: megabytes(own.rss),
      peer: `${megabytes(other.rss)} oidc-provider`,
      ratio: ratio.toFixed(2),
      ...judge(ratio, 1, "1"),
    });
    const started = ours.ready.startedInMs;
    rows.push({
      what: "from its import to its first token, keys made",
      ours: `${started.toFixed(0)} ms`,
      peer: `${peer.ready.startedInMs.toFixed(0)} ms oidc-provider`,
      ...judge(started, 300, "300 ms"),
    });
  } finally {
    ours.end();
    peer.end();
  }
  for (const store of ["postgres", "redis"]) rows.push(...(await measureStore(store)));
  return {
    rows,
    notes: [
      `autocannon, ${connections} connections, ${rounds} rounds of ${seconds} s each in turn; the load generator has one of two processors.`,
      "oidc-provider has its in-memory adapter, which forgets all but the last 1000 entries; ours forgets nothing before its time.",
      "Both authenticate the client with client_secret_basic. JWTs are RS256 with 2048 bits.",
    ],
  };
}

interface Server {
  readonly ready: Ready;
  readonly usage: () => Promise<Usage>;
  readonly end: () => void;
}

async function startServer(script: string, args: readonly string[] = []): Promise<Server> {
  const child: ChildProcess = fork(`${root}bench/${script}`, args, {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [ready]: Ready[] = await Promise.race([
    once(child, "message") as Promise<Ready[]>,
    once(child, "exit").then(() => []),
  ]);
  if (ready === undefined) throw new Error(`${script} ended before it could answer.`);
  return {
    ready,
    async usage() {
      child.send("usage");
      const [usage] = (await once(child, "message")) as [Usage];
      return usage;
    },
    end: () => void child.kill(),
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
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? (["ours", "peer"] as const) : (["peer", "ours"] as const);
    for (const name of order) {
      const rate = await shoot(await makeLoad(name === "ours" ? ours : peer));
      // The first round lets the engines optimise.
      if (round > 0) rates[name].push(rate);
    }
  }
  const ratio = ratioOf(rates.ours, rates.peer);
  return {
    what,
    ours: perSecond(median(rates.ours)),
    peer: `${perSecond(median(rates.peer))} oidc-provider`,
    ratio: showRatio(ratio),
    goal: `>= ${goal}`,
    met: ratio.median >= goal,
  };
}

async function shoot({ url, body }: Load): Promise<number> {
  const result = await autocannon({ url, ...tokenRequest, body, connections, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors.`);
  return result.requests.total / result.duration;
}

/** What the same requests come to with a database; it only informs. */
async function measureStore(store: string): Promise<readonly Row[]> {
  let server: Server;
  try {
    server = await startServer("provider-own.ts", [store]);
  } catch (error) {
    return [{ what: `with ${store}`, ours: `not measured: ${error instanceof Error ? error.message : "no server"}` }];
  }
  try {
    const rows: Row[] = [];
    for (const [what, makeLoad] of [
      ["client credentials, opaque", tokenLoad({})],
      ["introspection of an opaque token", introspectionLoad],
    ] as const) {
      const rates: number[] = [];
      for (let round = 0; round <= 3; round += 1) rates.push(await shoot(await makeLoad(server)));
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

const rounds = 5;
const seconds = 3;
const connections = 10;
