import assert from "node:assert/strict";
import { test } from "node:test";
import { createMiddleware, createRouteHandlers, getSession, withSession, withToken } from "../../src/adapters/next.ts";
import { createIdentities } from "../fixtures/adapters-world.ts";
import { createBrowser, createScene } from "../fixtures/relying-party-scene.ts";

const session = {
  subject: "ada",
  claims: {},
  issuer: "https://id.example.com",
  sid: undefined,
  createdAt: 0,
  expiresAt: 1,
  getAccessToken: async () => "token",
  fetch: async () => new Response(null),
};

const page = "https://app.example.com/profile";

/** A relying party that knows one cookie, and renews it. */
const party = {
  handles: ({ url }: Request) => new URL(url).pathname.startsWith("/auth/"),
  handler: async ({ method }: Request) => new Response(method),
  async getSession(request: Request) {
    const isKnown = request.headers.get("cookie")?.includes("rp=old") === true;
    return isKnown ? { session, setCookies: renewed } : { session: undefined, setCookies: ["rp=; Path=/; Max-Age=0"] };
  },
  async protect(request: Request) {
    const { session: found, setCookies } = await this.getSession(request);
    return found === undefined
      ? new Response(null, { status: 302, headers: redirectHeaders() })
      : { ...found, setCookies };
  },
};
function redirectHeaders(): Headers {
  const headers = new Headers({ Location: "/auth/login" });
  for (const name of ["rp", "more"]) headers.append("Set-Cookie", `${name}=; Path=/; Max-Age=0`);
  return headers;
}
const renewed = ["rp=new; Path=/; HttpOnly", "more=1; Path=/"];

/** `NextResponse.next` shows in header fields what it hands on. */
const NextResponse = {
  next: ({ request }: { readonly request: { readonly headers: Headers } }) =>
    new Response("page", {
      headers: { "x-cookie": request.headers.get("cookie") ?? "", "x-kept": request.headers.get("x-kept") ?? "" },
    }),
};

const ask = (cookie: string, url = page): Request => new Request(url, { headers: { cookie, "x-kept": "1" } });

test("next: the route handlers serve the relying party for both methods", async () => {
  const { GET, POST } = createRouteHandlers(party);
  assert.equal(await (await GET(new Request("https://app.example.com/auth/login"))).text(), "GET");
  const post = new Request("https://app.example.com/auth/logout", { method: "POST" });
  assert.equal(await (await POST(post)).text(), "POST");
});

test("next: middleware renews, and the page of the same request sees the new cookies", async () => {
  const middleware = createMiddleware(party, { NextResponse });
  const response = await middleware(ask("a=1; rp=old; b=2"));
  assert.equal(response.headers.get("x-cookie"), "a=1; rp=new; b=2; more=1");
  assert.equal(response.headers.get("x-kept"), "1");
  assert.deepEqual(response.headers.getSetCookie(), renewed);
});

test("next: a cookie that is removed is not seen by the page either", async () => {
  const response = await createMiddleware(party, { NextResponse })(ask("rp=expired; b=2"));
  assert.equal(response.headers.get("x-cookie"), "b=2");
  assert.deepEqual(response.headers.getSetCookie(), ["rp=; Path=/; Max-Age=0"]);
});

test("next: middleware sends to log in where a page is protected, and leaves the relying party's own paths alone", async () => {
  const middleware = createMiddleware(party, { NextResponse, isProtected: () => true });
  const response = await middleware(ask(""));
  // Next.js answers 500 for a redirect of middleware to a path; to a browser it gives the path all the same.
  assert.deepEqual([response.status, response.headers.get("location")], [302, "https://app.example.com/auth/login"]);
  assert.deepEqual(response.headers.getSetCookie(), ["rp=; Path=/; Max-Age=0", "more=; Path=/; Max-Age=0"]);
  assert.equal((await middleware(ask("rp=old"))).status, 200);
  const login = await middleware(ask("rp=old", "https://app.example.com/auth/login"));
  assert.deepEqual([await login.text(), login.headers.getSetCookie()], ["page", []]);
});

test("next: middleware answers a script with what the relying party says, which is no redirect", async () => {
  const refusing = { ...party, protect: async () => Response.json({ error: "login_required" }, { status: 401 }) };
  const response = await createMiddleware(refusing, { NextResponse, isProtected: () => true })(ask(""));
  assert.deepEqual([response.status, await response.json()], [401, { error: "login_required" }]);
});

test("next: a server component gets the session by its header fields", async () => {
  assert.equal((await getSession(party, new Headers({ cookie: "rp=old" })))?.subject, "ada");
  assert.equal(await getSession(party, new Headers()), undefined);
});

test("next: a server component renews nothing, because its cookies would be lost", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(560);
  const cookies = browser.request("/").headers;
  const found = await getSession(scene.rp, cookies);
  assert.equal(found?.subject, "ada");
  assert.equal(scene.requests.filter((path) => path === "/token").length, 1);
  // The middleware of the next request finds the refresh token unused.
  await createMiddleware(scene.rp, { NextResponse })(browser.request("/"));
  assert.equal(scene.requests.filter((path) => path === "/token").length, 2);
});

test("next: handlers of routes are told the session and the principal", async () => {
  const guarded = withSession(party, (_request, { id }: { readonly id: string }, { subject }) =>
    Response.json([id, subject]),
  );
  const response = await guarded(ask("rp=old"), { id: "7" });
  assert.deepEqual([await response.json(), response.headers.getSetCookie()], [["7", "ada"], renewed]);
  assert.equal((await guarded(ask(""), { id: "7" })).status, 302);
  const { resourceServer, token, close } = await createIdentities("http://127.0.0.1:9");
  try {
    const api = withToken(
      resourceServer,
      (_request, { id }: { readonly id: string }, { clientId }) => Response.json([id, clientId]),
      { scope: "orders.read" },
    );
    const get = async (scope: string): Promise<Response> => {
      const headers = { authorization: `Bearer ${await token(scope)}` };
      return api(new Request("http://127.0.0.1:9/api", { headers }), { id: "7" });
    };
    assert.deepEqual(await (await get("orders.read")).json(), ["7", "machine"]);
    assert.equal((await get("orders.write")).status, 403);
  } finally {
    await close();
  }
});
