import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type CookieJar, createCookieJar } from "../../examples/demo/cookie-jar.ts";
import { logIn } from "../../examples/demo/login-driver.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("npm run demo -- --serve lets a person sign in, see the claims and sign out, and ends with 0 at SIGTERM", async () => {
  const served = await serve();
  try {
    const { application, password } = served;
    const jar = createCookieJar();
    assert.match(await show(application, jar), /<button>Sign in<\/button>/);
    const authorize = await press(`${application}/sign-in`, jar);
    assert.equal(authorize.hostname, "127.0.0.1");
    const callback = await logIn(authorize.href, {
      redirectUri: `${application}/callback`,
      login: "ada",
      password,
      jar,
    });
    assert.equal((await follow(callback, jar)).href, `${application}/`);
    const page = await show(application, jar);
    assert.match(page, /<h1>Hello, Ada Lovelace<\/h1>/);
    assert.match(page, /<b>ada@example\.com<\/b>/);
    assert.match(page, /<code>sub<\/code><\/th><td>ada<\/td>/);
    const end = await press(`${application}/sign-out`, jar);
    const returned = await logIn(end.href, { redirectUri: `${application}/signed-out`, jar });
    assert.equal((await follow(returned, jar)).href, `${application}/`);
    assert.match(await show(application, jar), /<button>Sign in<\/button>/);
  } finally {
    served.process.kill("SIGTERM");
  }
  const [code] = await once(served.process, "close");
  assert.equal(code, 0);
  assert.match(served.output(), /login\.succeeded ada\n.*session\.ended ada, logout\n.*Ended\.\n$/s);
});

test("the application of the demo refuses forms of other origins, callbacks that are not its own, and unknown paths", async () => {
  const served = await serve();
  try {
    const { application } = served;
    const foreign = { method: "POST", redirect: "manual", headers: { origin: "http://127.0.0.1:1" } } as const;
    assert.equal((await fetch(`${application}/sign-in`, foreign)).status, 404);
    assert.equal((await fetch(`${application}/none`)).status, 404);
    const jar = createCookieJar();
    await press(`${application}/sign-in`, jar);
    const cookie = jar.header(new URL(application)) ?? "";
    const forged = await fetch(`${application}/callback?code=a&state=b`, { headers: { cookie } });
    assert.equal(forged.status, 400);
    assert.match(await forged.text(), /ERR_VERIFICATION_STATE/);
  } finally {
    served.process.kill("SIGINT");
  }
  const [code] = await once(served.process, "close");
  assert.equal(code, 0);
});

interface Served {
  readonly process: ChildProcess;
  readonly application: string;
  readonly password: string;
  readonly output: () => string;
}

async function serve(): Promise<Served> {
  const child = spawn(process.execPath, ["--import", "tsx", "examples/demo/main.ts", "--serve"], { cwd: root });
  let text = "";
  child.stdout.setEncoding("utf8");
  for await (const [chunk] of readings(child)) {
    text += chunk;
    const application = /^Open +(\S+),/m.exec(text)?.[1];
    const password = /^Password +(\S+)$/m.exec(text)?.[1];
    if (application === undefined || password === undefined || !text.includes("Ctrl-C")) continue;
    child.stdout.on("data", (more) => {
      text += more;
    });
    return { process: child, application, password, output: () => text };
  }
  throw new Error(`The demo ended before it served:\n${text}`);
}

async function* readings(child: ChildProcess): AsyncGenerator<readonly unknown[]> {
  if (child.stdout === null) return;
  for (;;) yield await once(child.stdout, "data", { signal: AbortSignal.timeout(20_000) });
}

async function show(application: string, jar: CookieJar): Promise<string> {
  const cookie = jar.header(new URL(application));
  const response = await fetch(application, cookie === undefined ? {} : { headers: { cookie } });
  assert.equal(response.status, 200);
  return response.text();
}

/** Presses a button of the application: where the browser goes next. */
async function press(url: string, jar: CookieJar): Promise<URL> {
  return send(url, jar, "POST");
}

async function follow(url: string, jar: CookieJar): Promise<URL> {
  return send(url, jar, "GET");
}

async function send(url: string, jar: CookieJar, method: string): Promise<URL> {
  const cookie = jar.header(new URL(url));
  const headers = { origin: new URL(url).origin, ...(cookie === undefined ? {} : { cookie }) };
  const response = await fetch(url, { method, redirect: "manual", headers });
  assert.equal(response.status, 303, await response.text());
  jar.store(new URL(url), response);
  return new URL(response.headers.get("location") ?? "", url);
}
