import assert from "node:assert/strict";
import { test } from "node:test";
import { createExchangeContext } from "../../../src/exchange/create-context.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";

const metadata = { issuer: "https://id.example.com", response_types_supported: ["code"] };
const given = { metadata, clientId: "client-1" };

test("createExchangeContext: fills in a public client, the machine's clock, and no tolerance", async () => {
  const context = createExchangeContext(given);
  assert.equal(context.auth.method, "none");
  assert.equal(context.tolerate, undefined);
  assert.equal(context.clockToleranceSeconds, 30);
  assert.equal(context.idTokenAlgorithms, undefined);
  assert.equal(context.report, undefined);
  assert.equal(context.decryption(), undefined);
  assert.deepEqual(context.decryption({ algorithm: "dir" }), { required: true });
  assert.equal(context.idTokenEncryption, undefined);
  assert.equal(context.useMtlsEndpointAliases, false);
  assert.ok(Math.abs(context.clock() - Date.now()) < 1000);
  assert.equal(context.random(16).length, 16);
  assert.ok(Object.isFrozen(context));
  await assert.rejects(async () => context.keys.find({ alg: "RS256" }), {
    code: "ERR_CONFIGURATION_OPTION",
    message: "keys must be given where an ID token is expected.",
  });
});

test("createExchangeContext: takes what it is given", () => {
  const events: unknown[] = [];
  const keys = { find: async () => [] };
  const context = createExchangeContext({
    ...given,
    keys,
    clock: () => 5,
    random: (length) => new Uint8Array(length),
    tolerate: tolerating(["null-members"]),
    clockToleranceSeconds: 0,
    idTokenAlgorithms: ["ES256"],
    onEvent: (event) => events.push(event),
  });
  assert.equal(context.keys, keys);
  assert.equal(context.clock(), 5);
  assert.deepEqual(context.tolerate?.names, ["null-members"]);
  assert.equal(context.clockToleranceSeconds, 0);
  assert.deepEqual(context.idTokenAlgorithms, ["ES256"]);
  context.report?.({ type: "id-token-verified", issuer: "i", algorithm: "ES256", kid: "k", durationMs: 0 });
  assert.equal(events.length, 1);
});

test("createExchangeContext: refuses an encryption that is not accepted, before any call", () => {
  const decryption = createDecryption([{ clientSecret: "secret" }]);
  const idTokenEncryption = { algorithm: "dir" };
  assert.equal(createExchangeContext({ ...given, decryption, idTokenEncryption }).decryption, decryption);
  assert.throws(() => createExchangeContext({ ...given, decryption, idTokenEncryption: { algorithm: "RSA1_5" } }), {
    code: "ERR_CONFIGURATION_OPTION",
  });
});

for (const [parameter, text] of [
  ["clientId", '{"clientId":""}'],
  ["clientId", '{"clientId":1}'],
  ["clockToleranceSeconds", '{"clockToleranceSeconds":-1}'],
  ["clockToleranceSeconds", '{"clockToleranceSeconds":601}'],
  ["clockToleranceSeconds", '{"clockToleranceSeconds":"30"}'],
  ["clockToleranceSeconds", '{"clockToleranceSeconds":null}'],
  ["tolerate", '{"tolerate":["null-members"]}'],
  ["tolerate", '{"tolerate":{}}'],
  ["tolerate", '{"tolerate":"null-members"}'],
  ["tolerate", '{"tolerate":null}'],
  ["idTokenAlgorithms", '{"idTokenAlgorithms":["none"]}'],
  ["idTokenAlgorithms", '{"idTokenAlgorithms":["RS256","HS256"]}'],
  ["idTokenAlgorithms", '{"idTokenAlgorithms":["rs256"]}'],
  ["idTokenAlgorithms", '{"idTokenAlgorithms":[]}'],
  ["userinfoAlgorithms", '{"userinfoAlgorithms":["none"]}'],
  ["introspectionAlgorithms", '{"introspectionAlgorithms":["HS256"]}'],
] as const) {
  test(`createExchangeContext: refuses ${text}`, () => {
    const wrong: object = JSON.parse(text);
    assert.throws(() => createExchangeContext({ ...given, ...wrong }), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}
