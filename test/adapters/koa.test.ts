import assert from "node:assert/strict";
import { test } from "node:test";
import Koa from "koa";
import { createApp } from "../../examples/apps/koa/app.ts";
import { getPrincipal, relyingParty, requireToken } from "../../src/adapters/koa.ts";
import { behaviours } from "../fixtures/adapters-behaviours.ts";
import { createWorld } from "../fixtures/adapters-world.ts";

for (const [title, run] of behaviours) {
  test(`koa: ${title}`, async () => {
    const world = await createWorld(async (parts) =>
      createApp({ api: parts.resourceServer, login: parts.relyingParty }).callback(),
    );
    try {
      await run(world);
    } finally {
      await world.close();
    }
  });
}

test("koa: what is no fault of the client is thrown, and middleware around sees refusals", async () => {
  const errors: unknown[] = [];
  const statuses: unknown[] = [];
  const world = await createWorld(async ({ resourceServer }) => {
    const broken = { ...resourceServer, authenticate: () => Promise.reject(new TypeError("broken")) };
    const app = new Koa();
    app.on("error", (error) => errors.push(error));
    app.use(async (context, next) => {
      await next();
      statuses.push(context.status);
    });
    app.use((context, next) => requireToken(context.path === "/broken" ? broken : resourceServer)(context, next));
    app.use(async (context) => {
      context.body = { isSame: context.state.principal === getPrincipal(context) };
    });
    return app.callback();
  });
  try {
    assert.equal((await fetch(`${world.baseUrl}/broken`)).status, 500);
    assert.equal((await fetch(`${world.baseUrl}/`)).status, 401);
    const headers = { authorization: `Bearer ${await world.token("orders.read")}` };
    assert.deepEqual(await (await fetch(`${world.baseUrl}/`, { headers })).json(), { isSame: true });
    assert.deepEqual(
      errors.map((error) => Object(error).message),
      ["broken"],
    );
    assert.deepEqual(statuses, [401, 200]);
  } finally {
    await world.close();
  }
});

test("koa: a form that a parser has read before is written again", async () => {
  const world = await createWorld(async (parts) => {
    const app = new Koa();
    app.use(async (context, next) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of context.req) chunks.push(chunk);
      Object.assign(context.request, { body: { a: ["1", "2"], text: Buffer.concat(chunks).toString() } });
      await next();
    });
    return app.use(relyingParty(parts.relyingParty)).callback();
  });
  try {
    const body = new URLSearchParams("a=1&a=2");
    const response = await fetch(`${world.baseUrl}/auth/echo`, { method: "POST", body });
    assert.equal(await response.text(), "a=1&a=2&text=a%3D1%26a%3D2");
  } finally {
    await world.close();
  }
});
