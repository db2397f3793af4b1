import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { logIn } from "../../../examples/demo/login-driver.ts";
import { startLoopbackServer } from "../../providers/loopback-server.ts";

const redirectUri = "https://app.example.com/callback";

test("follows redirects, keeps cookies, types into the form, and stops at the redirect URI", async () => {
  const posted: string[] = [];
  const callback = await driveAgainst(async (request, response) => {
    if (request.method === "POST") {
      posted.push(`${request.headers.cookie} ${await text(request)}`);
      response.writeHead(303, { location: `${redirectUri}?code=abc` }).end();
    } else if (request.url === "/form") {
      response.setHeader("content-type", "text/html");
      response.end(`<form action="/in" method="post"><input name="user"><input type="password" name="word">
        <input type="hidden" name="keep" value="as is"></form>`);
    } else {
      response.writeHead(302, { location: "/form", "set-cookie": "session=1; path=/" }).end();
    }
  });
  assert.equal(callback, `${redirectUri}?code=abc`);
  assert.deepEqual(posted, ["session=1 user=grace&word=secret&keep=as+is"]);
});

test("sends a form without method as a query", async () => {
  const seen: (string | undefined)[] = [];
  await driveAgainst((request, response) => {
    seen.push(request.url);
    if (request.url === "/in?user=grace") response.writeHead(302, { location: redirectUri }).end();
    else response.end(`<form action="/in"><input name="user"></form>`);
  });
  assert.deepEqual(seen, ["/", "/in?user=grace"]);
});

test("says yes where every button has a name, and presses the one without a name elsewhere", async () => {
  const posted: string[] = [];
  await driveAgainst(async (request, response) => {
    if (request.method === "POST") posted.push(await text(request));
    const buttons = [
      '<button>In</button><button name="cancel" value="true">',
      '<button name="d" value="no"><button name="d" value="yes">',
    ];
    if (posted.length === 2) response.writeHead(303, { location: redirectUri }).end();
    else response.end(`<form action="/in" method="post"><input name="user">${buttons[posted.length] ?? ""}</form>`);
  });
  assert.deepEqual(posted, ["user=grace", "user=grace&d=yes"]);
});

test("tells the status and text of a page that is neither a redirect nor a form", async () => {
  await assert.rejects(
    driveAgainst((_request, response) => response.writeHead(400).end("error: invalid_redirect_uri")),
    { message: "/ answered 400 with neither a redirect nor a form:\nerror: invalid_redirect_uri" },
  );
});

test("gives up after twenty requests", async () => {
  let count = 0;
  await assert.rejects(
    driveAgainst((_request, response) => {
      count++;
      response.writeHead(302, { location: "/again" }).end();
    }),
    { message: `The login did not reach ${redirectUri} within 20 requests.` },
  );
  assert.equal(count, 20);
});

async function driveAgainst(listener: RequestListener): Promise<string> {
  const server = await startLoopbackServer();
  server.handle(listener);
  try {
    return await logIn(server.origin, { redirectUri, login: "grace", password: "secret" });
  } finally {
    await server.close();
  }
}
