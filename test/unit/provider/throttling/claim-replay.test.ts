import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { claimFor } from "../../../../src/provider/throttling/claim-replay.ts";

const redirect_uris = ["https://app.example.com/cb"];

async function claimants() {
  const seen: (string | undefined)[] = [];
  const inner = createMemoryStore();
  const replay = {
    claim: async (_key: string, _expiresAtMs: number, claimant?: string): Promise<boolean> => {
      seen.push(claimant);
      return true;
    },
  };
  const context = createProviderContext({
    issuer: "https://id.example.com",
    store: { ...inner, replay },
    clients: [
      { client_id: "spa", redirect_uris, token_endpoint_auth_method: "none" },
      { client_id: "web", redirect_uris, client_secret: "s".repeat(43) },
    ],
  });
  const [spa, web] = await Promise.all([context.clients.find("spa"), context.clients.find("web")]);
  const claimantOf = async (remoteAddress: string | undefined, sender: Parameters<typeof claimFor>[2]) => {
    const raw = new Request("https://id.example.com/token");
    const request = { raw, path: "/token", pathParameters: {}, connection: { remoteAddress } };
    await claimFor(context, request, sender).claim("key", 1000);
    return seen.at(-1);
  };
  return { claimantOf, spa, web };
}

test("replay share: a client that has proved who it is has its own, wherever it is", async () => {
  const { claimantOf, web } = await claimants();
  assert.equal(await claimantOf("192.0.2.1", { client: web }), '{"client":"web"}');
  assert.equal(await claimantOf("192.0.2.2", { client: web }), '{"client":"web"}');
});

test("replay share: public clients and tokens of any key have that of the network, because anybody can make keys", async () => {
  const { claimantOf, spa } = await claimants();
  assert.equal(await claimantOf("192.0.2.1", { client: spa }), '{"network":"192.0.2.1"}');
  assert.equal(await claimantOf("2001:db8::1", { jkt: "key-1" }), '{"network":"20010db800000000/64"}');
});

test("replay share: where the address is not known, that of the public client or of the token's key", async () => {
  const { claimantOf, spa } = await claimants();
  assert.equal(await claimantOf(undefined, { client: spa }), '{"client":"spa"}');
  assert.equal(await claimantOf(undefined, { jkt: "key-1" }), '{"jkt":"key-1"}');
});
