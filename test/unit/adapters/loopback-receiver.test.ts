import assert from "node:assert/strict";
import { createServer, request as sendRequest } from "node:http";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { type LoopbackSignInOptions, signInOnLoopback } from "../../../src/adapters/loopback-receiver.ts";
import { createClient } from "../../../src/client/create-client.ts";
import { createProvider, type Provider } from "../../../src/provider/create-provider.ts";
import { createTestPasswordHasher, signIn } from "../../../src/provider/testing/index.ts";

const issuer = "http://127.0.0.1:9";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

describe("a sign-in on the loopback interface", () => {
  let provider: Provider;

  before(() => {
    provider = createProvider({
      issuer,
      clients: ["127.0.0.1", "[::1]"].map((host) => ({
        client_id: host,
        token_endpoint_auth_method: "none",
        application_type: "native",
        redirect_uris: [`http://${host}/callback`],
      })),
      accounts: [{ id: "ada-id", username: "ada", password: "correct horse" }],
      accountRules: { hasher: createTestPasswordHasher({ issuer }) },
      keys: { algorithms: ["ES256"] },
    });
  });
  after(() => provider.close());

  test("gives tokens, and the person a page without scripts, and listens no more (RFC 8252 §7.3)", async () => {
    let shown: Answer | undefined;
    let url = "";
    const { claims } = await run({
      openBrowser: async (given) => {
        url = given;
        const callback = await come(given);
        // Not awaited: the answer comes when the code has been redeemed.
        void get(callback).then((answer) => {
          shown = answer;
        });
      },
    });
    assert.equal(claims.sub, "ada-id");
    await until(() => shown !== undefined);
    assert.equal(shown?.status, 200);
    assert.match(shown?.text ?? "", /You are signed in\. You can close this window\./);
    assert.doesNotMatch(shown?.text ?? "", /<script|src=|href=/);
    assert.equal(shown?.headers["cache-control"], "no-store");
    assert.equal(shown?.headers["referrer-policy"], "no-referrer");
    assert.match(String(shown?.headers["content-security-policy"]), /^default-src 'none';.*frame-ancestors 'none'$/);
    const redirect = new URL(new URL(url).searchParams.get("redirect_uri") ?? "");
    assert.match(redirect.href, /^http:\/\/127\.0\.0\.1:[1-9][0-9]+\/callback$/);
    await assert.rejects(get(redirect.href), { code: "ECONNREFUSED" });
  });

  test("listens at the other loopback address too", async () => {
    const { claims } = await run({ host: "[::1]", openBrowser: async (url) => void get(await come(url)) });
    assert.equal(claims.sub, "ada-id");
  });

  test("requests of others do not end the wait, and are told nothing (RFC 8252 §8.3)", async () => {
    const answers: (readonly [number, string])[] = [];
    const { claims } = await run({
      openBrowser: async (url) => {
        const callback = await come(url);
        const { origin, port, searchParams } = new URL(callback);
        const state = searchParams.get("state");
        const hostile: readonly (readonly [string, Parameters<typeof get>[1]?])[] = [
          [`${origin}/favicon.ico`],
          [`${origin}/callback/?state=${state}&code=evil`],
          [`${origin}/x/../callback?state=${state}&code=evil`],
          [`${origin}/callback`],
          [`${origin}/callback?code=evil&state=wrong`],
          [`${origin}/callback?code=evil&state=${state}&state=${state}`],
          [callback, { method: "POST" }],
          [callback, { method: "HEAD" }],
          [callback, { headers: { host: `evil.example:${port}` } }],
          [callback, { headers: { host: `localhost:${port}` } }],
          [callback, { headers: { host: "127.0.0.1" } }],
        ];
        for (const [target, init] of hostile) {
          const { status, text } = await get(target, init);
          answers.push([status, text]);
        }
        void get(callback);
      },
    });
    assert.equal(claims.sub, "ada-id");
    assert.deepEqual(
      answers,
      [404, 404, 404, 400, 400, 400, 405, 405, 421, 421, 421].map((status) => [status, ""]),
    );
  });

  test("a person who says no is the error of the server, and the page says that it did not work", async () => {
    let shown: Answer | undefined;
    const refused = run({
      parameters: { prompt: "consent" },
      page: (outcome) => `<p>${outcome}</p>`,
      openBrowser: async (url) => {
        const callback = await come(url, "deny");
        void get(callback).then((answer) => {
          shown = answer;
        });
      },
    });
    await assert.rejects(refused, { code: "ERR_OAUTH_AUTHORIZATION", error: "access_denied" });
    await until(() => shown !== undefined);
    assert.deepEqual([shown?.status, shown?.text], [400, "<p>failed</p>"]);
  });

  test("a browser that is waited for delays neither the sign-in nor the end of the wait", async () => {
    const { claims } = await run({ openBrowser: async (url) => get(await come(url)) });
    assert.equal(claims.sub, "ada-id");
    let origin = "";
    const wait = run({
      timeoutMs: 100,
      openBrowser: (url) => {
        origin = originOf(url);
        return new Promise(() => undefined);
      },
    });
    await assert.rejects(wait, { code: "ERR_TRANSPORT_TIMEOUT" });
    await assert.rejects(get(`${origin}/callback`), { code: "ECONNREFUSED" });
  });

  test("a browser that fails after it has come back does not undo the sign-in", async () => {
    const { claims } = await run({
      openBrowser: async (url) => {
        await get(await come(url));
        throw new Error("closed");
      },
    });
    assert.equal(claims.sub, "ada-id");
  });

  test("a page that is no text, or cannot be written, is refused before anything is bound", async () => {
    const openBrowser = () => assert.fail("started");
    const number: (outcome: string) => string = () => JSON.parse("5");
    await assert.rejects(run({ page: number, openBrowser }), { code: "ERR_CONFIGURATION_OPTION", parameter: "page" });
    const cause = new Error("no template");
    const failed: string[] = [];
    const page = (outcome: string): string => {
      failed.push(outcome);
      if (outcome === "failed") throw cause;
      return "";
    };
    await assert.rejects(run({ page, openBrowser }), (error) => error === cause);
    assert.deepEqual(failed, ["signedIn", "failed"]);
  });

  test("a browser that leaves, or does not read, costs no tokens and no more than the time that there is", async () => {
    for (const isReset of [true, false]) {
      const { claims } = await run({
        timeoutMs: 1000,
        page: () => "x".repeat(20_000_000),
        openBrowser: async (url) => leave(await come(url), isReset),
      });
      assert.equal(claims.sub, "ada-id");
    }
  });

  test("two sign-ins at once have a port each, and an answer goes to its own", async () => {
    const callbacks: string[] = [];
    const openBrowser = async (url: string): Promise<void> => {
      callbacks.push(await come(url));
      if (callbacks.length < 2) return;
      const [one, two] = callbacks.map((text) => new URL(text));
      if (one === undefined || two === undefined) return;
      assert.notEqual(one.port, two.port);
      assert.equal((await get(`${one.origin}/callback${two.search}`)).status, 400);
      for (const callback of callbacks) void get(callback);
    };
    const both = await Promise.all([run({ openBrowser }), run({ openBrowser })]);
    assert.deepEqual(
      both.map(({ claims }) => claims.sub),
      ["ada-id", "ada-id"],
    );
  });

  test("the second of two answers gets nothing", async () => {
    let second: Promise<Answer> | undefined;
    await run({
      openBrowser: async (url) => {
        const callback = await come(url);
        void get(callback).catch(() => undefined);
        second = get(callback);
        second.catch(() => undefined);
      },
    });
    const outcome = await second?.then(
      ({ status }) => status,
      (error: unknown) => Object(error).code,
    );
    assert.ok([410, "ECONNRESET", "ECONNREFUSED"].includes(outcome), String(outcome));
  });

  test("nobody who comes back is a timeout, and the port is free again", async () => {
    let origin = "";
    const wait = run({
      timeoutMs: 300,
      openBrowser: (url) => {
        origin = originOf(url);
      },
    });
    await assert.rejects(wait, {
      code: "ERR_TRANSPORT_TIMEOUT",
      message: /within 300 milliseconds \(RFC 8252 §7\.3\)/,
    });
    await assert.rejects(get(`${origin}/callback`), { code: "ECONNREFUSED" });
  });

  test("the caller's signal ends the wait, before and after it began", async () => {
    const reason = new Error("enough");
    await assert.rejects(run({ signal: AbortSignal.abort(reason) }), { code: "ERR_TRANSPORT_ABORTED", cause: reason });
    const controller = new AbortController();
    const wait = run({ signal: controller.signal, openBrowser: () => controller.abort(reason) });
    await assert.rejects(wait, { code: "ERR_TRANSPORT_ABORTED", cause: reason });
  });

  test("a port in use, and a browser that does not start, are said", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    try {
      await assert.rejects(run({ port }), {
        code: "ERR_CONFIGURATION_OPTION",
        parameter: "port",
        message: /is in use, or not allowed/,
      });
    } finally {
      other.close();
    }
    const cause = new Error("no display");
    const wait = run({
      openBrowser: () => {
        throw cause;
      },
    });
    await assert.rejects(wait, { code: "ERR_CONFIGURATION_OPTION", parameter: "openBrowser", cause });
  });

  test("options that are wrong are refused before anything is bound", async () => {
    const wrong: readonly (readonly [string, object])[] = [
      ["host", { host: "localhost" }],
      ["port", { port: 70_000 }],
      ["port", { port: 1.5 }],
      ["path", { path: "callback" }],
      ["path", { path: "//evil.example" }],
      ["path", { path: "/callback?x" }],
      ["timeoutMs", { timeoutMs: 0 }],
      ["page", { page: "<p>" }],
      ["openBrowser", { openBrowser: "firefox" }],
      ["timeout", { timeout: 5 }],
    ];
    for (const [parameter, options] of wrong) {
      await assert.rejects(run(options), { code: "ERR_CONFIGURATION_OPTION", parameter }, parameter);
    }
  });

  test("a path that is not registered is refused before the browser starts", async () => {
    const wait = run({ path: "/elsewhere", openBrowser: () => assert.fail("started") });
    await assert.rejects(wait, { code: "ERR_CONFIGURATION_OPTION", parameter: "redirect_uri" });
  });

  function run(options: LoopbackSignInOptions): ReturnType<typeof signInOnLoopback<"openid">> {
    const { host = "127.0.0.1" } = options;
    const client = { client_id: host, redirect_uris: [`http://${host}/callback`] };
    return signInOnLoopback(createClient({ issuer, client, fetch: provider.fetch }), options);
  }

  function come(authorizationUrl: string, decision: "allow" | "deny" = "allow"): Promise<string> {
    return signIn(provider, { username: "ada", password: "correct horse", authorizationUrl, decision });
  }
});

/** Sends the request and goes away, or stays without reading. */
function leave(url: string, isReset: boolean): void {
  const { host, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1", () => {
    socket.pause();
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, () => {
      if (isReset) socket.resetAndDestroy();
    });
  });
  socket.on("error", () => undefined);
}

function originOf(url: string): string {
  return new URL(new URL(url).searchParams.get("redirect_uri") ?? "").origin;
}

/** Not `fetch`, which decides itself what stands in Host, and tidies paths. */
function get(
  url: string,
  { method = "GET", headers = {} }: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [, host = "", port, path] = /^http:\/\/(.+?):([0-9]+)(\/.*)$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const request = sendRequest(
      { host: host.replace(/[[\]]/g, ""), port, path, method, headers, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(pieces).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    request.on("error", reject);
    request.end();
  });
}

async function until(isDone: () => boolean): Promise<void> {
  for (let count = 0; count < 200 && !isDone(); count += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
