import assert from "node:assert/strict";
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import { createApp } from "../../examples/apps/node/app.ts";
import { findSession, handleRelyingParty, requireSession, sendResponse, toRequest } from "../../src/adapters/node.ts";
import { toHead } from "../../src/adapters/node-request.ts";
import { createOwnUrl } from "../../src/adapters/own-url.ts";
import { behaviours, logIn } from "../fixtures/adapters-behaviours.ts";
import { createWorld } from "../fixtures/adapters-world.ts";

for (const [title, run] of behaviours) {
  test(`node: ${title}`, async () => {
    const world = await createWorld(async (parts) =>
      createApp({ api: parts.resourceServer, login: parts.relyingParty }),
    );
    try {
      await run(world);
    } finally {
      await world.close();
    }
  });
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<unknown>;

/** Serves one listener for as long as a test lasts; errors end up where the test sees them. */
async function serve(listener: Listener, use: (port: number, errors: unknown[]) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  const server = createServer((incoming, outgoing) => {
    listener(incoming, outgoing).catch((error) => {
      errors.push(error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(Object(server.address()).port, errors);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A request as no `fetch` sends it. */
function send(
  port: number,
  target: string,
  headers: Readonly<Record<string, string>>,
  method = "GET",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = requestOf({ port, host: "127.0.0.1", path: target, headers, method }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
    request.on("error", reject).end();
  });
}

const base = { baseUrl: "https://app.example.com" };

for (const [title, options, target, headers, want] of [
  ["baseUrl, whatever Host says", base, "/a?b=c", { host: "evil.example" }, "https://app.example.com/a?b=c"],
  ["baseUrl with a path and a slash", { baseUrl: "https://a.example/app/" }, "/b", {}, "https://a.example/app/b"],
  ["the path alone of an absolute target", base, "http://evil.example/x?y", {}, "https://app.example.com/x?y"],
  ["a path that looks like a host", base, "//evil.example/x", {}, "https://app.example.com//evil.example/x"],
  ["no target of a path", base, "*", {}, "https://app.example.com/"],
  ["Host, where it is trusted", { trustHost: true }, "/a", { host: "app.example:81" }, "http://app.example:81/a"],
  [
    "no forwarded fields where only Host is trusted",
    { trustHost: true },
    "/a",
    { host: "app.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    "http://app.example/a",
  ],
  [
    "the last forwarded entries, which the proxy wrote",
    { trustProxy: true },
    "/a",
    { "x-forwarded-host": "evil.example, app.example", "x-forwarded-proto": "http, HTTPS" },
    "https://app.example/a",
  ],
  [
    "baseUrl goes before a proxy",
    { ...base, trustProxy: true },
    "/a",
    { "x-forwarded-host": "evil.example" },
    "https://app.example.com/a",
  ],
  [
    "Host with a path is refused",
    { trustHost: true },
    "/a",
    { host: "a.example/x" },
    "ERR_VALIDATION_RECEIVED_REQUEST",
  ],
  [
    "another scheme is refused",
    { trustProxy: true },
    "/a",
    { "x-forwarded-proto": "javascript" },
    "ERR_VALIDATION_RECEIVED_REQUEST",
  ],
  ["nothing is told", {}, "/a", {}, "ERR_CONFIGURATION_OPTION"],
  ["credentials in the base", { baseUrl: "https://a:b@a.example" }, "/a", {}, "ERR_CONFIGURATION_OPTION"],
  ["a base that is no URL", { baseUrl: "app.example.com" }, "/a", {}, "ERR_CONFIGURATION_OPTION"],
] as const) {
  test(`node: the URL of a request: ${title}`, async () => {
    const tell: Listener = async (incoming, outgoing) => {
      const url = ((): string => {
        try {
          return toRequest(incoming, options).url;
        } catch (error) {
          return Object(error).code;
        }
      })();
      outgoing.end(url);
    };
    await serve(tell, async (port) => assert.equal(await send(port, target, headers), want));
  });
}

test("node: header fields, cookies and body become those of the platform", async () => {
  const echo: Listener = async (incoming, outgoing) => {
    const request = toRequest(incoming, base);
    const { method, headers } = request;
    outgoing.end(JSON.stringify([method, headers.get("x-many"), headers.get("cookie"), await request.text()]));
  };
  await serve(echo, async (port) => {
    const headers = [
      ["x-many", "1"],
      ["x-many", "2"],
      ["cookie", "a=1"],
      ["cookie", "b=2"],
    ].flat();
    const text = await new Promise<string>((resolve) => {
      const request = requestOf({
        port,
        host: "127.0.0.1",
        method: "PUT",
        headers: ["host", "h", ...headers, "content-length", "5"],
      });
      request.on("response", async (response) => {
        let all = "";
        for await (const chunk of response) all += chunk;
        resolve(all);
      });
      request.end("hello");
    });
    assert.deepEqual(JSON.parse(text), ["PUT", "1, 2", "a=1; b=2", "hello"]);
  });
});

for (const [title, parsed, type, want] of [
  ["text", "plain", "text/plain", "plain"],
  ["octets", new Uint8Array([104, 105]), "application/octet-stream", "hi"],
  ["JSON", { a: [1] }, "application/json", '{"a":[1]}'],
  ["a form", { a: ["1", "2"], b: "&" }, "application/x-www-form-urlencoded; charset=utf-8", "a=1&a=2&b=%26"],
  ["nothing", undefined, "text/plain", ""],
] as const) {
  test(`node: a body that was read before is written again: ${title}`, async () => {
    const echo: Listener = async (incoming, outgoing) => {
      for await (const _chunk of incoming);
      const request = toRequest(incoming, { ...base, parsedBody: parsed });
      outgoing.end(await request.text());
    };
    await serve(echo, async (port) => {
      const init = { method: "POST", body: "as it came", headers: { "content-type": type } };
      assert.equal(await (await fetch(`http://127.0.0.1:${port}/`, init)).text(), want);
    });
  });
}

test("node: a body is sent as it comes, HEAD gets none, cookies are added to those that are there", async () => {
  const cancelled: string[] = [];
  let go: (() => void) | undefined;
  const stream: Listener = async (incoming, outgoing) => {
    outgoing.setHeader("Set-Cookie", "own=1");
    const headers = new Headers({ "X-Other": "1" });
    headers.append("Set-Cookie", "a=1");
    headers.append("Set-Cookie", "b=2");
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode("first"));
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        controller.enqueue(new TextEncoder().encode("second"));
        controller.close();
      },
      cancel: () => void cancelled.push(incoming.method ?? ""),
    });
    await sendResponse(new Response(body, { status: 201, headers }), outgoing);
  };
  await serve(stream, async (port, errors) => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.deepEqual(response.headers.getSetCookie(), ["own=1", "a=1", "b=2"]);
    assert.deepEqual([response.status, response.headers.get("x-other")], [201, "1"]);
    const reader = response.body?.getReader();
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), "first", "before the second is there");
    go?.();
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), "second");
    const head = await fetch(`http://127.0.0.1:${port}/`, { method: "HEAD" });
    assert.deepEqual([head.status, await head.text()], [201, ""]);
    assert.deepEqual([cancelled, errors], [["HEAD"], []]);
  });
});

test("node: when the client is gone the body is cancelled, and the signal of the request tells", async () => {
  const happened: string[] = [];
  let resolveDone: (() => void) | undefined;
  const done = new Promise<void>((resolve) => {
    resolveDone = resolve;
  });
  const endless: Listener = async (incoming, outgoing) => {
    const { signal } = toRequest(incoming, { ...base, outgoing });
    signal.addEventListener("abort", () => happened.push("abort"));
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new Uint8Array(65_536));
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
      cancel: () => void happened.push("cancel"),
    });
    await sendResponse(new Response(body), outgoing);
    resolveDone?.();
  };
  await serve(endless, async (port, errors) => {
    const controller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    await done;
    assert.deepEqual([happened.sort(), errors], [["abort", "cancel"], []]);
  });
});

test("node: a body that breaks off closes the connection, and the error is told", async () => {
  const breaking: Listener = async (_incoming, outgoing) => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new TypeError("broken"));
      },
    });
    await sendResponse(new Response(body), outgoing);
  };
  await serve(breaking, async (port, errors) => {
    await assert.rejects(async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
    assert.deepEqual(
      errors.map((error) => Object(error).message),
      ["broken"],
    );
  });
});

test("node: methods that no Request can have are no business of a relying party", async () => {
  const results: unknown[] = [];
  const world = await createWorld(async ({ relyingParty }) => async (incoming, outgoing) => {
    results.push(await handleRelyingParty(relyingParty)(incoming, outgoing));
    results.push(await findSession(relyingParty)(incoming, outgoing));
    results.push(await requireSession(relyingParty)(incoming, outgoing));
  });
  try {
    await send(Number(new URL(world.baseUrl).port), "/auth/login", {}, "TRACE");
    assert.deepEqual(results, [false, undefined, undefined]);
  } finally {
    await world.close();
  }
});

test("node: who is signed in is found on pages that everybody may see", async () => {
  const world = await createWorld(async ({ relyingParty }) => {
    const serveLogin = handleRelyingParty(relyingParty);
    const find = findSession(relyingParty, { trustHost: true });
    const demand = requireSession(relyingParty);
    return async (incoming, outgoing) => {
      if (await serveLogin(incoming, outgoing)) return;
      const guard = incoming.url === "/profile" ? demand : find;
      const session = await guard(incoming, outgoing);
      if (!outgoing.headersSent) outgoing.end(session?.subject ?? "nobody");
    };
  });
  try {
    assert.equal(await (await fetch(`${world.baseUrl}/`)).text(), "nobody");
    const browser = new Map<string, string>();
    await logIn(world, browser);
    const cookie = [...browser].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(`${world.baseUrl}/`, { headers: { cookie } });
    assert.deepEqual([await response.text(), response.headers.getSetCookie().length], ["ada", 2]);
  } finally {
    await world.close();
  }
});

test("node: a target that is neither a path nor has one is that of the root, and never becomes part of the host", () => {
  const ownUrl = createOwnUrl(base);
  const origin = { isEncrypted: true, header: () => undefined };
  for (const [target, want] of [
    ["a:b", "https://app.example.com/"],
    [".evil.example:443", "https://app.example.com/"],
    ["evil.example:443", "https://app.example.com/"],
    ["http://evil.example", "https://app.example.com/"],
    ["http://evil.example/x", "https://app.example.com/x"],
  ] as const)
    assert.equal(ownUrl(target, origin), want);
});

test("node: over HTTP/2 several credentials are seen, of which Node shows the first (RFC 6750 §2)", async () => {
  const seen: unknown[] = [];
  const server = createHttp2Server((incoming, outgoing) => {
    const { headers } = toHead(incoming as unknown as IncomingMessage);
    seen.push([incoming.headers.authorization, Reflect.get(headers, "authorization"), Reflect.get(headers, "dpop")]);
    outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect(Object(server.address()).port, "127.0.0.1");
  try {
    socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
    const authority = [":authority", "api.example.com"] as const;
    const common = [[":method", "GET"], [":scheme", "http"], [":path", "/"], authority, ["dpop", "p"]] as const;
    const [one, two] = [["authorization", "Bearer a"] as const, ["authorization", "Bearer b"] as const];
    socket.write(headersFrame(1, [...common, one, two]));
    socket.write(headersFrame(3, [...common, one]));
    while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.deepEqual(seen, [
      ["Bearer a", ["Bearer a", "Bearer b"], "p"],
      ["Bearer a", "Bearer a", "p"],
    ]);
  } finally {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A frame of HTTP/2 with header fields as they are: clients of Node refuse to send a second one of these. */
function headersFrame(stream: number, fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const literal = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const block = Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]));
  return Buffer.concat([Buffer.from([0, 0, block.length, 1, 5, 0, 0, 0, stream]), block]);
}
