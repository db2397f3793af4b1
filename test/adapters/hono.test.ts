import assert from "node:assert/strict";
import { test } from "node:test";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createApp } from "../../examples/apps/hono/app.ts";
import { requireSession, requireToken } from "../../src/adapters/hono.ts";
import { behaviours } from "../fixtures/adapters-behaviours.ts";
import { createIdentities, createWorld } from "../fixtures/adapters-world.ts";

for (const [title, run] of behaviours) {
  test(`hono: ${title}`, async () => {
    const world = await createWorld(async (parts) => {
      const app = createApp({ api: parts.resourceServer, login: parts.relyingParty });
      const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      return (incoming, outgoing) => void listener(incoming, outgoing);
    });
    try {
      await run(world);
    } finally {
      await world.close();
    }
  });
}

test("hono: what is no fault of the client goes to onError; answers that cannot be changed get their fields", async () => {
  const { resourceServer, relyingParty, token, close, baseUrl } = await createIdentities("http://127.0.0.1:9");
  try {
    const errors: unknown[] = [];
    const app = new Hono();
    const broken = { ...resourceServer, authenticate: () => Promise.reject(new TypeError("broken")) };
    const nonce = { ...resourceServer, headersFor: () => ({ "DPoP-Nonce": "next" }) };
    const signedIn = { ...relyingParty, protect: async () => ({ ...session, setCookies: ["a=1", "b=2"] }) };
    app.get("/broken", requireToken(broken), (context) => context.text("never"));
    app.get("/nonce", requireToken(nonce), () => Response.redirect("https://elsewhere.example/"));
    app.get("/session", requireSession(signedIn), () => Response.redirect("https://elsewhere.example/"));
    app.onError((error, context) => {
      errors.push(error.message);
      return context.text("failed", 500);
    });
    assert.equal((await app.request(`${baseUrl}/broken`)).status, 500);
    assert.deepEqual(errors, ["broken"]);
    const headers = { authorization: `Bearer ${await token("orders.read")}` };
    const answer = await app.request(`${baseUrl}/nonce`, { headers });
    assert.deepEqual([answer.status, answer.headers.get("dpop-nonce")], [302, "next"]);
    assert.deepEqual((await app.request(`${baseUrl}/session`)).headers.getSetCookie(), ["a=1", "b=2"]);
  } finally {
    await close();
  }
});

const session = {
  subject: "ada",
  claims: { iss: "https://id.example.com", sub: "ada", aud: "web", exp: 2, iat: 1 },
  issuer: "https://id.example.com",
  sid: undefined,
  createdAt: 0,
  expiresAt: 1,
  getAccessToken: async () => "token",
  fetch: async () => new Response(null),
};
