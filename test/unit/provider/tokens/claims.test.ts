import assert from "node:assert/strict";
import { test } from "node:test";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import type { JsonObject } from "../../../../src/provider/stores/records.ts";
import { type ClaimsQuestion, claimsFor, readGrantedClaims } from "../../../../src/provider/tokens/claims.ts";
import { setUpProvider } from "../../../fixtures/provider/idtoken-setup.ts";

const everything: JsonObject = {
  name: "Alice A.",
  "name#ja": "アリス",
  family_name: "A.",
  given_name: "Alice",
  middle_name: "B.",
  nickname: "al",
  preferred_username: "alice",
  profile: "https://example.com/alice",
  picture: "https://example.com/alice.png",
  website: "https://alice.example.com",
  gender: "female",
  birthdate: "0000-03-22",
  zoneinfo: "Europe/Paris",
  locale: "fr",
  updated_at: 1_700_000_000,
  email: "alice@example.com",
  email_verified: true,
  address: { formatted: "1 Street", country: "FR" },
  phone_number: "+1 425 555 1212",
  phone_number_verified: false,
  password_hash: "never",
  department: "R&D",
};
const profile = Object.keys(everything).slice(0, 15);

const byScope: readonly (readonly [scope: string, claims: readonly string[]])[] = [
  ["profile", profile],
  ["email", ["email", "email_verified"]],
  ["address", ["address"]],
  ["phone", ["phone_number", "phone_number_verified"]],
  ["openid", []],
  ["unknown", []],
  ["constructor", []],
];
for (const [scope, claims] of byScope)
  test(`claims: ${scope} stands for its claims (OpenID Connect Core §5.4)`, async () => {
    assert.deepEqual(Object.keys(await ask({ scope: [scope] })), claims);
  });

test("claims: of scopes go to the ID token only where the configuration says so", async () => {
  assert.deepEqual(await ask({ scope: ["email"], place: "id_token" }), {});
  const options = { idTokens: { claims: "id_token" } } as const;
  assert.deepEqual(await ask({ scope: ["email"], place: "id_token" }, everything, options), {
    email: "alice@example.com",
    email_verified: true,
  });
});

test("claims: one by one go where they were asked for (OpenID Connect Core §5.5)", async () => {
  const claimsParameter = { userinfo: { nickname: null, missing: null }, id_token: { gender: { essential: true } } };
  assert.deepEqual(await ask({ claimsParameter }), { nickname: "al" });
  assert.deepEqual(await ask({ claimsParameter, place: "id_token" }), { gender: "female" });
});

test("claims: with a value are sent only where they have it (OpenID Connect Core §5.5.1)", async () => {
  const claimsParameter = {
    userinfo: {
      email: { value: "alice@example.com" },
      nickname: { value: "bob" },
      locale: { values: ["en", "fr"] },
      gender: { values: ["male"] },
      address: { value: { country: "FR", formatted: "1 Street" } },
    },
  };
  assert.deepEqual(Object.keys(await ask({ claimsParameter })).sort(), ["address", "email", "locale"]);
});

test("claims: in a language are sent when asked for by their full name (OpenID Connect Core §5.2)", async () => {
  assert.deepEqual(await ask({ claimsParameter: { userinfo: { "name#ja": null } } }), { "name#ja": "アリス" });
});

test("claims: nobody gets what no scope stands for, however it is asked for", async () => {
  const names = ["password_hash", "department", "__proto__", "constructor", "sub"];
  const userinfo = Object.fromEntries(names.map((name) => [name, null]));
  assert.deepEqual(
    await ask({ scope: ["profile", ...names], claimsParameter: { userinfo } }).then((claims) => Object.keys(claims)),
    profile,
  );
});

test("claims: of one's own scopes are those of the configuration", async () => {
  const options = { idTokens: { claimsByScope: { staff: ["department"], email: ["nickname"] } } };
  assert.deepEqual(await ask({ scope: ["staff"] }, everything, options), { department: "R&D" });
  assert.deepEqual(Object.keys(await ask({ scope: ["email"] }, everything, options)), [
    "nickname",
    "email",
    "email_verified",
  ]);
  await assert.rejects(setUpProvider({ idTokens: { claimsByScope: { staff: ["sub"] } } }), {
    parameter: "idTokens.claimsByScope",
  });
});

test("claims: without a value are left out (OpenID Connect Core §5.3.2)", async () => {
  const empty = { name: null, nickname: "", given_name: [], address: {}, phone_number: "+1", middle_name: false };
  assert.deepEqual(await ask({ scope: ["profile", "address", "phone"] }, empty), {
    phone_number: "+1",
    middle_name: false,
  });
  const address = { address: { country: null, locality: "", region: "R" } };
  assert.deepEqual(await ask({ scope: ["address"] }, address), { address: { region: "R" } });
});

const typed: readonly (readonly [given: JsonObject, want: JsonObject])[] = [
  [{ updated_at: "2026-01-01T00:00:00Z" }, { updated_at: 1_767_225_600 }],
  [{ updated_at: 1_700_000_000.7 }, { updated_at: 1_700_000_000 }],
  [{ updated_at: "yesterday" }, {}],
  [{ updated_at: null }, {}],
  [{ email_verified: "true" }, {}],
  [{ email_verified: false }, { email_verified: false }],
];
for (const [given, want] of typed)
  test(`claims: ${JSON.stringify(given)} becomes ${JSON.stringify(want)} (OpenID Connect Core §5.1)`, async () => {
    assert.deepEqual(await ask({ scope: ["profile", "email"] }, given), want);
  });

test("claims: a grant without the parameter, or with a broken one, asks for nothing", () => {
  const grant = { id: "g", clientId: "web", isOffline: false, scope: [], createdAtMs: 0, expiresAtMs: 1 };
  assert.equal(readGrantedClaims(undefined), undefined);
  for (const claims of ["text", [], { userinfo: { name: 1 } }])
    assert.equal(readGrantedClaims({ ...grant, details: { claims } }), undefined);
  assert.deepEqual(readGrantedClaims({ ...grant, details: { claims: { userinfo: { name: null } } } }), {
    userinfo: { name: null },
  });
});

const refused: readonly (readonly [options: object, parameter: string])[] = [
  [{ claims: "everywhere" }, "idTokens.claims"],
  [{ secondsByClient: { web: 5 } }, "idTokens.secondsByClient"],
  [{ secondsByClient: { web: 100_000 } }, "idTokens.secondsByClient"],
  [{ claimsByScopes: {} }, "idTokens.claimsByScopes"],
];
for (const [idTokens, parameter] of refused)
  test(`ID token options: ${JSON.stringify(idTokens)} is refused`, async () => {
    await assert.rejects(setUpProvider({ idTokens }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });

async function ask(
  question: Partial<ClaimsQuestion>,
  claims: JsonObject = everything,
  options: Partial<ProviderOptions> = {},
): Promise<JsonObject> {
  const { context } = await setUpProvider(options);
  const client = await context.clients.find("web");
  assert.ok(client !== undefined);
  const account = { id: "alice", displayName: "Alice", isActive: true, claims };
  return claimsFor(context, { account, client, scope: [], place: "userinfo", ...question });
}
