import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { test } from "node:test";
import type { FastifyInstance } from "fastify";
import { createApp } from "../../examples/apps/fastify/app.ts";
import { getPrincipal, requireToken } from "../../src/adapters/fastify.ts";
import { behaviours } from "../fixtures/adapters-behaviours.ts";
import { type AppParts, createWorld } from "../fixtures/adapters-world.ts";

/** Fastify makes its own server; here it is given one. */
async function listen(
  parts: AppParts,
  extend: (app: FastifyInstance) => void = () => undefined,
): Promise<RequestListener> {
  const { createServer } = await import("node:http");
  let listener: RequestListener | undefined;
  const serverFactory = (handler: RequestListener) => {
    listener = handler;
    return createServer(handler);
  };
  const app = createApp({ api: parts.resourceServer, login: parts.relyingParty }, { serverFactory });
  extend(app);
  await app.ready();
  return (incoming, outgoing) => listener?.(incoming, outgoing);
}

for (const [title, run] of behaviours) {
  test(`fastify: ${title}`, async () => {
    const world = await createWorld((parts) => listen(parts));
    try {
      await run(world);
    } finally {
      await world.close();
    }
  });
}

test("fastify: what is no fault of the client goes to the error handler; routes beside the plugin know what it declares", async () => {
  const errors: unknown[] = [];
  const seen: string[] = [];
  const world = await createWorld((parts) =>
    listen(parts, (app) => {
      const broken = { ...parts.resourceServer, authenticate: () => Promise.reject(new TypeError("broken")) };
      app.addHook("onSend", async (request) => void seen.push(request.url));
      app.get("/broken", { preHandler: requireToken(broken) }, async () => "never");
      app.get("/unguarded", async (request) => getPrincipal(request));
      app.get("/declared", async () => [app.hasRequestDecorator("principal"), app.hasRequestDecorator("oidc")]);
      app.setErrorHandler((error, _request, reply) => {
        errors.push(error);
        return reply.code(500).send("failed");
      });
    }),
  );
  try {
    for (const path of ["broken", "unguarded"]) {
      const response = await fetch(`${world.baseUrl}/${path}`);
      assert.deepEqual([response.status, await response.text()], [500, "failed"]);
    }
    assert.deepEqual(await (await fetch(`${world.baseUrl}/declared`)).json(), [true, true]);
    await (await fetch(`${world.baseUrl}/orders`)).text();
    assert.deepEqual(
      errors.map((error) => Object(error).name),
      ["TypeError", "ConfigurationError"],
    );
    assert.deepEqual(seen, ["/broken", "/unguarded", "/declared", "/orders"], "hooks of the reply run for refusals");
  } finally {
    await world.close();
  }
});
