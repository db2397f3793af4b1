import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readUserCode, showUserCode } from "../../src/provider/device/user-code.ts";
import { changePending, readPending } from "../../src/provider/pending/pending-request.ts";
import type { Artifact, Grant, JsonObject, JsonValue } from "../../src/provider/stores/records.ts";
import { readGrantFacts } from "../../src/provider/tokens/grant-facts.ts";
import { readItems, readNumber, readObject, readText, readTexts } from "../../src/provider/tokens/json-members.ts";
import { createGrantsProvider } from "../fixtures/provider/grants-provider.ts";

const json: fc.Arbitrary<JsonValue> = fc.json().map((text): JsonValue => JSON.parse(text));
const names = ["scope", "resource", "interval", "lastPollMs", "isDenied", "approval", "authorization_details", "amr"];
const payload: fc.Arbitrary<JsonObject> = fc.dictionary(fc.constantFrom(...names), json);
const artifact: Artifact = { kind: "device_code", hash: "h", payload: {}, expiresAtMs: 2, purgeAtMs: 3, version: 1 };

test("readUserCode: whatever is typed, it gives eight letters of the alphabet, or nothing", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const code = readUserCode(text);
      assert.ok(code === undefined || /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code));
    }),
  );
});

test("readUserCode: reads what showUserCode writes, in any case and with anything between", () => {
  const letters = fc.array(fc.constantFrom(..."BCDFGHJKLMNPQRSTVWXZ"), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(letters, fc.constantFrom(" ", "-", ".", ""), (code, between) => {
      const shown = showUserCode(code.join("")).toLowerCase();
      assert.equal(readUserCode(shown.split("").join(between)), code.join(""));
    }),
  );
});

test("readPending: a stored request of any shape gives one that is typed, and is the same after it was written", () => {
  fc.assert(
    fc.property(payload, fc.option(fc.string(), { nil: undefined }), (stored, accountId) => {
      const pending = readPending({ ...artifact, payload: stored, accountId });
      assert.ok(pending.scope.every((value) => typeof value === "string"));
      assert.equal(typeof pending.intervalSeconds, "number");
      const written = changePending({ ...artifact, payload: stored, accountId }, {});
      assert.deepEqual(readPending(written), pending);
      assert.equal(written.version, 2);
    }),
  );
});

test("readGrantFacts: details of any shape give facts of their types", () => {
  const grant: Grant = {
    id: "g",
    clientId: "c",
    isOffline: false,
    scope: [],
    details: {},
    createdAtMs: 1,
    expiresAtMs: 2,
  };
  fc.assert(
    fc.property(payload, (details) => {
      const { resource, authorizationDetails, amr = [] } = readGrantFacts({ ...grant, details });
      assert.ok([...resource, ...amr].every((value) => typeof value === "string"));
      assert.ok(authorizationDetails.every(({ type }) => typeof type === "string"));
    }),
  );
});

test("readText, readNumber, readObject, readItems, readTexts: each takes its own kind, and nothing is taken twice", () => {
  fc.assert(
    fc.property(json, (value) => {
      const kinds = [readText(value), readNumber(value), readObject(value)].filter((each) => each !== undefined);
      assert.ok(kinds.length <= 1);
      if (Array.isArray(value)) assert.equal(kinds.length, 0);
      assert.equal(readItems(value).length, Array.isArray(value) ? value.length : 0);
      assert.ok(readTexts(value).length <= readItems(value).length);
    }),
  );
});

test("readExchangedToken: no text is taken for a token that was never issued", async () => {
  const { post } = createGrantsProvider({ tokenExchange: () => ({ allow: true }) });
  const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (token, type) => {
      const form = { grant_type: grantType, subject_token: token, subject_token_type: type };
      const { status, body } = await post({ form });
      assert.deepEqual([status, body.error], [400, "invalid_request"]);
    }),
  );
});
