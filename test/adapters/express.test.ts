import assert from "node:assert/strict";
import { test } from "node:test";
import express from "express";
import { createApp } from "../../examples/apps/express/app.ts";
import { getPrincipal, getSession, relyingParty, requireToken } from "../../src/adapters/express.ts";
import { behaviours, logIn, visit } from "../fixtures/adapters-behaviours.ts";
import { createWorld } from "../fixtures/adapters-world.ts";

for (const [title, run] of behaviours) {
  test(`express: ${title}`, async () => {
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

test("express: what is no fault of the client goes to the error handler, not into the answer", async () => {
  const errors: unknown[] = [];
  const world = await createWorld(async ({ resourceServer }) => {
    const broken = { ...resourceServer, authenticate: () => Promise.reject(new TypeError("broken")) };
    const app = express();
    app.get("/broken", requireToken(broken));
    app.get("/unguarded", (request, response) => response.json(getPrincipal(request)));
    app.get("/nobody", (request, response) => response.json(getSession(request)));
    const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
      errors.push(error);
      response.status(500).send("failed");
    };
    return app.use(onError);
  });
  try {
    for (const path of ["broken", "unguarded", "nobody"]) {
      const response = await fetch(`${world.baseUrl}/${path}`);
      assert.deepEqual([response.status, await response.text()], [500, "failed"]);
    }
    assert.deepEqual(
      errors.map((error) => [Object(error).name, Object(error).message]),
      [
        ["TypeError", "broken"],
        [
          "ConfigurationError",
          "The request has no principal: requireToken has not run for it. Put requireToken before the handler.",
        ],
        [
          "ConfigurationError",
          "The request has no session: requireSession has not run for it. Put requireSession before the handler.",
        ],
      ],
    );
  } finally {
    await world.close();
  }
});

test("express: a router cuts the URL and a parser reads the body before; both are as they came", async () => {
  const world = await createWorld(async (parts) => {
    const app = express();
    app.use(express.urlencoded({ extended: false }));
    app.use("/auth", relyingParty(parts.relyingParty));
    app.use("/", createApp({ api: parts.resourceServer, login: parts.relyingParty }));
    app.use("/api", requireToken(parts.resourceServer), (request, response) => {
      const { auth, oidc }: { readonly auth?: unknown; readonly oidc?: unknown } = Object(request);
      response.json({ isSame: auth === getPrincipal(request), oidc });
    });
    return app;
  });
  try {
    const body = new URLSearchParams("a=1&a=2&b=%26");
    const posted = await fetch(`${world.baseUrl}/auth/echo`, { method: "POST", body });
    assert.equal(await posted.text(), "a=1&a=2&b=%26");
    const browser = new Map<string, string>();
    assert.equal((await visit(await logIn(world, browser), browser)).status, 200);
    const headers = { authorization: `Bearer ${await world.token("orders.read")}` };
    assert.deepEqual(await (await fetch(`${world.baseUrl}/api/x`, { headers })).json(), { isSame: true, oidc: {} });
  } finally {
    await world.close();
  }
});
