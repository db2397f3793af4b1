import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { verifyAccountPassword } from "../../src/provider/accounts/verify-password.ts";
import { readBrowserId, readOrCreateBrowserId } from "../../src/provider/browser/browser-id.ts";
import { readCookie } from "../../src/provider/browser/cookies.ts";
import { readReturnTarget } from "../../src/provider/browser/return-target.ts";
import { createProviderContext } from "../../src/provider/create-context.ts";
import { createPasswordHasher } from "../../src/provider/crypto/password-hash.ts";
import { createScrypt } from "../../src/provider/crypto/scrypt.ts";
import { ProtocolRefusal } from "../../src/provider/http/refusal.ts";
import { readInteraction } from "../../src/provider/interaction/interactions.ts";
import { readKnownDevice } from "../../src/provider/interaction/known-device.ts";
import { readPageTarget } from "../../src/provider/interaction/page-goal.ts";
import { parseInteraction } from "../../src/provider/interaction/stored-interaction.ts";
import { readSession } from "../../src/provider/sessions/sessions.ts";

const context = createProviderContext({ issuer: "https://id.example.com", keys: { algorithms: ["ES256"] } });
const headerText = fc
  .oneof(
    fc.string(),
    fc.string().map((text) => `__Host-ti_session=${text}; __Host-ti_browser=${text}; __Host-ti_device=${text}`),
  )
  .map((text) => text.replace(/[^\x20-\x7e]/g, "x").trim());

function requestWith(cookie: string) {
  const raw = new Request("https://id.example.com/login", { headers: { Cookie: cookie } });
  return { raw, path: "/login", pathParameters: {}, connection: {} };
}

test("cookies: no Cookie field makes a session, a known browser or an error", async () => {
  await fc.assert(
    fc.asyncProperty(headerText, async (cookie) => {
      const request = requestWith(cookie);
      const value = readCookie(context, request, "session");
      assert.ok(value === undefined || typeof value === "string");
      assert.equal(await readSession(context, request), undefined);
      assert.equal(await readKnownDevice(context, request, "alice"), undefined);
      const id = readBrowserId(context, request);
      assert.ok(id === undefined || /^[\w-]{43}$/.test(id));
      assert.match(readOrCreateBrowserId(context, request).id, /^[\w-]{43}$/);
    }),
  );
});

test("return target: whatever is accepted stays below the issuer, also as a browser reads it (RFC 9700 §4.11)", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("/", "\\", "%2f", "%5c", "..", ".", "@", ":", "?", "#", "a", "\t", "evil.example", "//"))
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (given) => {
      let target: string;
      try {
        target = readReturnTarget(given);
        assert.equal(readPageTarget(new URLSearchParams({ return_to: given })).returnTo, target);
      } catch (error) {
        assert.ok(error instanceof ProtocolRefusal);
        return;
      }
      assert.equal(new URL(target, "https://id.example.com").origin, "https://id.example.com");
      const url = new URL(`https://id.example.com/tenant${target}`);
      assert.ok(url.href.startsWith("https://id.example.com/tenant/"), url.href);
    }),
    { numRuns: 1000 },
  );
});

test("interactions: no handle opens one that is not there, and no payload is taken for one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), async (id, payload) => {
      await assert.rejects(readInteraction(context, requestWith(""), id), { error: "invalid_request" });
      const times = { expiresAtMs: 1, purgeAtMs: 1, version: 1 };
      const artifact = {
        kind: "interaction",
        hash: "h",
        clientId: "c",
        payload: JSON.parse(JSON.stringify(payload)),
        ...times,
      } as const;
      assert.throws(() => parseInteraction(id, artifact), /broken/);
    }),
  );
});

test("passwords: none verifies without an account, and none is an error", async () => {
  const hasher = createPasswordHasher({ algorithms: [createScrypt({ logCost: 1 })] });
  const check = { store: context.store.accounts, hasher, rules: {}, report: () => undefined };
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (password, passwordHash) => {
      assert.equal(await verifyAccountPassword(check, undefined, password), undefined);
      assert.equal((await hasher.verify(password, passwordHash)).matches, false);
    }),
  );
});
