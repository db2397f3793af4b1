import assert from "node:assert/strict";
import { test } from "node:test";
import { sendResponse, toRequest } from "../../src/adapters/node.ts";
import { createHandle, withSession, withToken } from "../../src/adapters/sveltekit.ts";
import { logIn, visit } from "../fixtures/adapters-behaviours.ts";
import { createWorld } from "../fixtures/adapters-world.ts";

interface Event {
  readonly request: Request;
  readonly locals: { session?: { readonly subject: string } };
}

test("sveltekit: handle serves the login, and pages know the session", async () => {
  const world = await createWorld(async ({ relyingParty, resourceServer }) => {
    const baseUrl = "http://localhost";
    const handle = createHandle(relyingParty);
    const profile = withSession(relyingParty, (_event: Event, { subject }) => Response.json({ user: subject }));
    const orders = withToken(resourceServer, (_event: Event, { clientId }) => Response.json({ client: clientId }), {
      scope: "orders.read",
    });
    const resolve = (event: Event): Response | Promise<Response> => {
      const { pathname } = new URL(event.request.url);
      if (pathname === "/profile") return profile(event);
      if (pathname === "/orders") return orders(event);
      return new Response(event.locals.session?.subject ?? "nobody");
    };
    return async (incoming, outgoing) => {
      const event: Event = { request: toRequest(incoming, { baseUrl, outgoing }), locals: {} };
      await sendResponse(await handle({ event, resolve }), outgoing);
    };
  });
  try {
    assert.equal(await (await fetch(`${world.baseUrl}/`)).text(), "nobody");
    const browser = new Map<string, string>();
    const page = await visit(await logIn(world, browser), browser);
    assert.deepEqual(await page.json(), { user: "ada" });
    assert.deepEqual(page.headers.getSetCookie(), ["seen=1; Path=/", "seen2=2; Path=/"], "each cookie once");
    assert.equal(await (await visit(`${world.baseUrl}/`, browser)).text(), "ada");
    assert.equal((await fetch(`${world.baseUrl}/orders`)).status, 401);
    const headers = { authorization: `Bearer ${await world.token("orders.read")}` };
    assert.deepEqual(await (await fetch(`${world.baseUrl}/orders`, { headers })).json(), { client: "machine" });
  } finally {
    await world.close();
  }
});
