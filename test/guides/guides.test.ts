import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { listFiles, readText } from "../architecture/source-module.ts";
import { json } from "../fixtures/fake-server.ts";
import { createGuideServer, type GuideServer } from "./guide-server.ts";

type Exports = Readonly<Record<string, unknown>>;
type Step = (example: Exports, server: GuideServer) => Promise<unknown>;

/** Calls a function of an example as its reader would. */
async function call(example: Exports, name: string, ...values: readonly unknown[]): Promise<unknown> {
  const exported = example[name];
  if (typeof exported !== "function") assert.fail(`${name} is no function of the example`);
  return exported(...values);
}

/** Send the browser away, and finish with what it brings back. */
const login: Step = async (example, server) => {
  const { url } = example;
  if (typeof url !== "string") assert.fail("the example exports no url");
  return call(example, "finish", await server.authorize(url));
};

/** What a reader does with the functions of an example; each gives something that a test can compare. */
const steps: Readonly<Record<string, readonly [step: Step, expected: unknown]>> = {
  "backchannel-authentication": [(example) => call(example, "finish"), "user-1"],
  "device-authorization": [(example) => call(example, "finish"), "Welcome, user-1"],
  authorization: [login, { user: "user-1", goOnAt: "/orders" }],
  jarm: [login, "user-1"],
  login: [login, "user-1"],
  "pushed-authorization": [
    async (example, server) => [await login(example, server), (await call(example, "startByHand")) !== undefined],
    ["user-1", true],
  ],
  "request-object": [login, "user-1"],
  "third-party-login": [login, "https://app.example.com/"],
  "resource-server": [
    async (example, { sign }) => {
      const now = Math.floor(Date.now() / 1000);
      const token = { aud: "https://api.example.com", sub: "user-1", client_id: "web", jti: "1", auth_time: now };
      const statuses: unknown[] = [];
      for (const scope of ["orders.write", "orders.read"]) {
        const authorization = `Bearer ${await sign({ ...token, scope }, { typ: "at+jwt" })}`;
        const request = new Request("https://api.example.com/orders/7", { headers: { authorization } });
        statuses.push(Object(await call(example, "deleteOrder", request)).status);
      }
      return statuses;
    },
    [200, 403],
  ],
  introspection: [(example) => call(example, "authorize", "opaque-access-token"), "user-1"],
  revocation: [async (_example, { requests }) => requests.filter(({ url }) => url.pathname === "/revoke").length, 2],
  userinfo: [
    async (example, server) => {
      const claims = {
        sub: "user-1",
        _claim_names: { score: "bank" },
        _claim_sources: { bank: { JWT: "e30.e30.AA" } },
      };
      const { unresolved } = Object(await call(example, "withBankClaims", claims));
      return [await login(example, server), unresolved.length];
    },
    [{ sub: "user-1", email: "ada@example.com", name: "Ada" }, 1],
  ],
  "custom-claims": [
    async (example, server) => {
      server.answer("/userinfo", () => json({ sub: "user-1", team: "engines" }));
      const now = Math.floor(Date.now() / 1000);
      const token = { aud: "https://api.example.com", sub: "user-1", client_id: "web", jti: "1", iat: now };
      const read = async (more: object) =>
        call(example, "readTeam", await server.sign({ ...token, ...more }, { typ: "at+jwt" }));
      await assert.rejects(read({ team: 7 }), { code: "ERR_VALIDATION_CLAIMS", message: /\/team must be text/ });
      return [await login(example, server), await read({ team: "wings" })];
    },
    [["engines", "engines"], "wings"],
  ],
  dpop: [
    async (example, server) => {
      server.answer("api.example.com/orders", ({ headers }) => json({ scheme: headers.get("authorization") }));
      const { url } = example;
      const tokens = Object(await call(example, "finish", await server.authorize(String(url))));
      return [await call(example, "readOrders", tokens), tokens.response.token_type, tokens.jkt.length];
    },
    [{ scheme: "DPoP guide-access-token" }, "DPoP", 43],
  ],
  "token-exchange": [(example) => call(example, "exchange", "callers-token"), "guide-access-token"],
  "authorization-server-metadata": [async ({ canMail }) => canMail, false],
  "client-authentication": [
    async (example) =>
      Object(await call(example, "getTokens")).map(({ claims }: { readonly claims: unknown }) => claims),
    [undefined, undefined, undefined],
  ],
  "key-rotation": [
    async (example, { requests }) => {
      const published = async (): Promise<readonly string[]> => {
        const response = await call(example, "serveKeys");
        if (!(response instanceof Response)) assert.fail("serveKeys gives no response");
        const { keys }: { readonly keys: readonly Readonly<Record<string, string>>[] } = await response.json();
        assert.ok(keys.every((key) => key.d === undefined));
        return keys.flatMap(({ kid, use }) => (use === "sig" && kid !== undefined ? [kid] : []));
      };
      const [before] = await published();
      await call(example, "getTokens");
      await call(example, "replaceLeakedKey", before);
      await call(example, "getTokens");
      const [after] = await published();
      const used = requests
        .filter(({ url }) => url.pathname === "/token")
        .map(({ form }) => Buffer.from((form.get("client_assertion") ?? "").split(".")[0] ?? "", "base64url"))
        .map((header) => JSON.parse(header.toString()).kid);
      return [before !== after, used[0] === before, used[1] === after];
    },
    [true, true, true],
  ],
  "client-credentials": [
    async (example, { requests }) => [
      await call(example, "getAccessToken"),
      await call(example, "getAccessToken"),
      requests.filter(({ url }) => url.pathname === "/token").length,
    ],
    ["guide-access-token", "guide-access-token", 1],
  ],
  "token-management": [
    async (example, server) => {
      for (const path of ["api.example.com/orders", "api.example.com/cart", "partner.example.com/prices"]) {
        server.answer(path, ({ headers }) => json({ authorization: headers.get("authorization") }));
      }
      await call(example, "finish", await server.authorize(String(example.url)), "session-1");
      const answers = [
        await call(example, "readOrders"),
        await call(example, "readCart", "session-1"),
        await call(example, "partner", "https://partner.example.com/prices"),
      ];
      await assert.rejects(call(example, "partner", "https://evil.example/"), { code: "ERR_CONFIGURATION_OPTION" });
      const outcome = Object(await call(example, "logOut", "session-1"));
      await assert.rejects(call(example, "readCart", "session-1"), { code: "ERR_VERIFICATION_TOKEN_MISSING" });
      return [...answers.map((answer) => Object(answer).status), outcome.complete];
    },
    [200, 200, 200, true],
  ],
  observability: [
    async (example) => {
      const written: string[] = [];
      const { debug } = console;
      console.debug = (line) => void written.push(String(line));
      try {
        const tokens = Object(await call(example, "getToken"));
        return [tokens.response.access_token, written.at(-1), written.some((line) => line.startsWith("exchange"))];
      } finally {
        console.debug = debug;
      }
    },
    ["guide-access-token", "call.finished clientCredentials", false],
  ],
  runtimes: [
    async (example, { sign }) => {
      const waiting: unknown[] = [];
      const api = await call(example, "createApi", (work: unknown) => void waiting.push(work));
      if (typeof api !== "function") assert.fail("the example makes no handler");
      const token = { aud: "https://api.example.com", sub: "user-1", client_id: "web", jti: "1", scope: "orders.read" };
      const authorization = `Bearer ${await sign(token, { typ: "at+jwt" })}`;
      const ask = async (headers: HeadersInit) => api(new Request("https://api.example.com/orders", { headers }));
      const answer = await ask({ authorization });
      return [await answer.json(), (await ask({})).status, waiting.length];
    },
    [{ subject: "user-1" }, 401, 0],
  ],
  grants: [
    async (example) => [
      await call(example, "actFor", "ada"),
      await call(example, "actForByFunctions", "ada"),
      (await call(example, "partner", "ticket-1")) !== undefined,
    ],
    ["guide-access-token", "guide-access-token", true],
  ],
};

const realFetch = globalThis.fetch;
const folder = new URL("../../examples/guides/", import.meta.url);

for (const [stem, [step, expected]] of Object.entries(steps)) {
  test(`guide ${stem}: its example runs against a server`, async () => {
    const server = await createGuideServer();
    const printed: string[] = [];
    const log = console.log;
    globalThis.fetch = (input, init) => server.fetch(input, init);
    console.log = (line) => void printed.push(String(line));
    try {
      const example: Exports = await import(new URL(`${stem}.ts`, folder).href);
      assert.deepEqual(await step(example, server), expected);
      assert.ok(server.requests.length > 0);
    } finally {
      globalThis.fetch = realFetch;
      console.log = log;
    }
    assert.ok(printed.length <= 1, "an example prints one line at most");
    for (const line of printed) assert.doesNotMatch(line, /secret|token-|eyJ/, "an example prints no secret");
  });
}

test("every guide's example is run, here or by a test that imports it", () => {
  const stems = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
  assert.ok(stems.length >= 20, `only ${stems.length} examples were seen`);
  const tests = ["test/guides", "test/e2e", "test/unit/examples"].flatMap((path) => listFiles(path, ".test.ts"));
  const texts = tests.map((path) => readText(path));
  const isRun = (stem: string): boolean =>
    Object.hasOwn(steps, stem) ||
    texts.some((text) => [`guides/${stem}.ts`, `"${stem}"`, `"${stem}.ts"`].some((name) => text.includes(name)));
  assert.deepEqual(
    stems.filter((stem) => !isRun(stem)),
    [],
  );
});
