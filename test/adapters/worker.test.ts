import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../../examples/apps/worker/app.ts";
import { sendResponse, toRequest } from "../../src/adapters/node.ts";
import { createWorkerHandler, withToken } from "../../src/adapters/worker.ts";
import { behaviours } from "../fixtures/adapters-behaviours.ts";
import { createIdentities, createWorld } from "../fixtures/adapters-world.ts";

for (const [title, run] of behaviours) {
  test(`worker: ${title}`, async () => {
    const world = await createWorld(async (parts) => {
      const baseUrl = "http://localhost";
      const environment = { ISSUER: "https://id.example.com" };
      const worker = createApp(() => ({ api: parts.resourceServer, login: parts.relyingParty }));
      return async (incoming, outgoing) =>
        sendResponse(await worker.fetch(toRequest(incoming, { baseUrl }), environment, {}), outgoing);
    });
    try {
      await run(world);
    } finally {
      await world.close();
    }
  });
}

test("worker: what it is made of is made once for each environment, and bindings reach the handler", async () => {
  const { resourceServer, token, close } = await createIdentities("http://127.0.0.1:9");
  try {
    let made = 0;
    const worker = createWorkerHandler((environment: { readonly NAME: string }) => {
      made += 1;
      const guarded = withToken(resourceServer, (_request, { clientId }, ...rest: readonly unknown[]) =>
        Response.json([environment.NAME, clientId, ...rest]),
      );
      return (request, bindings, context) => guarded(request, bindings, context);
    });
    const headers = { authorization: `Bearer ${await token("orders.read")}` };
    const [first, second] = [{ NAME: "first" }, { NAME: "second" }];
    for (const environment of [first, first, second]) {
      const answer = await worker.fetch(new Request("http://127.0.0.1:9/", { headers }), environment, "context");
      assert.deepEqual(await answer.json(), [environment.NAME, "machine", environment, "context"]);
    }
    assert.equal(made, 2);
  } finally {
    await close();
  }
});

test("worker: what is no fault of the client rejects, and what cannot be judged now is answered", async () => {
  const { resourceServer, close } = await createIdentities("http://127.0.0.1:9");
  try {
    const request = new Request("http://127.0.0.1:9/");
    const never = () => new Response("never");
    const broken = { ...resourceServer, authenticate: () => Promise.reject(new TypeError("broken")) };
    await assert.rejects(withToken(broken, never)(request), { message: "broken" });
    const failed = { ...resourceServer, respond: async () => new Response(null, { status: 500 }) };
    await assert.rejects(withToken(failed, never)(request), { code: "ERR_VERIFICATION_TOKEN_MISSING" });
    const busy = { ...resourceServer, respond: async () => new Response(null, { status: 503 }) };
    assert.equal((await withToken(busy, never)(request)).status, 503);
  } finally {
    await close();
  }
});
