import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createIntrospectionScene,
  goodAnswer,
  requestWith,
  serverOf,
  startMs,
} from "../../fixtures/resource-server-scene.ts";

const now = startMs / 1000;

async function principalOf(answer: Readonly<Record<string, unknown>>) {
  const scene = createIntrospectionScene();
  scene.respond = () => Response.json(goodAnswer(answer));
  return serverOf(scene).authenticate(requestWith("opaque-1"));
}

test("principal: it answers what the token allows", async () => {
  const principal = await principalOf({ roles: ["admin"], groups: ["staff"], acr: "gold", auth_time: now - 60 });
  assert.deepEqual(
    [
      principal.hasScope("orders.read"),
      principal.hasScope("orders.read", "orders.write"),
      principal.hasScope("orders.read", "admin"),
    ],
    [true, true, false],
  );
  assert.deepEqual(
    [principal.hasAnyScope("admin", "orders.read"), principal.hasAnyScope("admin", "audit")],
    [true, false],
  );
  assert.deepEqual(
    [principal.hasRole("admin"), principal.hasRole("Admin"), principal.hasRole("staff", { claim: "groups" })],
    [true, false, true],
  );
  assert.deepEqual(
    [principal.hasAcr("gold"), principal.hasAcr("platinum", "gold"), principal.hasAcr("silver")],
    [true, true, false],
  );
  assert.deepEqual([principal.isAuthenticatedWithin(60), principal.isAuthenticatedWithin(29)], [true, false]);
});

test("principal: what the token does not tell is a no", async () => {
  const principal = await principalOf({ scope: undefined, sub: undefined, client_id: undefined });
  const { subject, clientId, scopes, isClient } = principal;
  assert.deepEqual(
    { subject, clientId, scopes, isClient },
    { subject: undefined, clientId: undefined, scopes: [], isClient: false },
  );
  assert.deepEqual(
    [
      principal.hasScope("orders.read"),
      principal.hasRole("admin"),
      principal.hasAcr("gold"),
      principal.isAuthenticatedWithin(600),
    ],
    [false, false, false, false],
  );
});

test("principal: a token of the client itself is told from one of a user (RFC 9068 §2.2)", async () => {
  assert.equal((await principalOf({ sub: "app" })).isClient, true);
  assert.equal((await principalOf({ sub: "App" })).isClient, false);
});

test("principal: who acts is told, the current actor first (RFC 8693 §4.1)", async () => {
  const act = {
    sub: "service-16",
    client_id: "gateway",
    act: { sub: "service-77", iss: "https://id.example.com", act: { iss: "https://other.example.com" } },
  };
  const { actors, subject } = await principalOf({ act });
  assert.deepEqual(
    [subject, actors],
    [
      "user",
      [
        { sub: "service-16", iss: undefined, client_id: "gateway" },
        { sub: "service-77", iss: "https://id.example.com", client_id: undefined },
        { sub: undefined, iss: "https://other.example.com", client_id: undefined },
      ],
    ],
  );
  assert.ok(Object.isFrozen(actors) && actors.every((actor) => Object.isFrozen(actor)));
});

test("principal: nothing of it can be changed, and it does not hold the token", async () => {
  const principal = await principalOf({ roles: ["admin"] });
  for (const part of [
    principal,
    principal.claims,
    principal.claims.roles,
    principal.scopes,
    principal.actors,
    principal.boundTo,
  ])
    assert.ok(Object.isFrozen(part));
  assert.doesNotMatch(JSON.stringify(principal), /opaque-1/);
});
