import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConfigurationError } from "../../../src/errors/families.ts";
import { createProvider } from "../../../src/provider/create-provider.ts";

const issuer = "https://id.example.com";
const notify = (): void => undefined;
const api = "https://api.example.com";

/** Options of callers without types. */
function create(options: object): unknown {
  return createProvider({ issuer, ...(options as object) });
}

function refuse(options: object, parameter: string): void {
  assert.throws(
    () => create(options),
    (error: ConfigurationError) => {
      assert.deepEqual(
        [error.name, error.code, error.parameter],
        ["ConfigurationError", "ERR_CONFIGURATION_OPTION", parameter],
      );
      assert.ok(error.message.includes(parameter.split(".")[0] ?? "?"), error.message);
      assert.ok((error.remedy ?? "").length > 10, `remedy of ${parameter}`);
      return true;
    },
  );
}

const functions = ["consent", "authentication", "tokenExchange", "onEvent", "fetch", "clock", "random"];
for (const name of functions)
  test(`options: ${name} is a function`, () => {
    for (const value of ["text", 5, true, {}, Number.NaN]) refuse({ [name]: value }, name);
  });

const optional = [
  "store",
  "accounts",
  "sessions",
  "storage",
  "throttling",
  "tokens",
  "logout",
  "cors",
  "keys",
  "pages",
  "admin",
  "ciba",
  "profile",
];
for (const name of [...optional, ...functions, "scopes", "clients", "registration", "idTokens", "accountRules"])
  test(`options: ${name} is left out, and never null`, () => {
    refuse({ [name]: null }, name);
    create({ [name]: undefined });
  });

const rows: readonly (readonly [parameter: string, options: object])[] = [
  ["clients", { clients: "web" }],
  ["clients", { clients: [null] }],
  ["clients[0].client_secret", { clients: [{ client_id: "web", client_secret: "" }] }],
  ["clients[0].client_secret", { clients: [{ client_id: "web", client_secret: 5 }] }],
  ["scopes", { scopes: "openid" }],
  ["scopes", { scopes: ["openid profile"] }],
  ["scopes", { scopes: [""] }],
  ["scopes", { scopes: [5] }],
  ["acrValues", { acrValues: "urn:example:loa2" }],
  ["acrValues", { acrValues: ["a b"] }],
  ["firstPartyClients", { firstPartyClients: "web-app" }],
  ["authorizationDetails", { authorizationDetails: [] }],
  ['authorizationDetails["payment"]', { authorizationDetails: { payment: 5 } }],
  ['authorizationDetails["payment"]', { authorizationDetails: { payment: undefined } }],
  ["accounts.verifyPassword", { accounts: { find: notify, verifyPassword: "x" } }],
  ["accountRules.requireVerified", { accountRules: { requireVerified: "yes" } }],
  ["accountRules.minPasswordLength", { accountRules: { minPasswordLength: Number.NaN } }],
  ["accountRules.minPasswordLength", { accountRules: { minPasswordLength: -1 } }],
  ["accountRules.hasher.hash", { accountRules: { hasher: {} } }],
  ["clientAuthentication.methods", { clientAuthentication: { methods: "none" } }],
  ["clientAuthentication.allowUrl", { clientAuthentication: { allowUrl: true } }],
  ["clientAuthentication.requireAssertionType", { clientAuthentication: { requireAssertionType: "no" } }],
  ["clientAuthentication.certificateHeader", { clientAuthentication: { certificateHeader: 5 } }],
  ["throttling.isEnabled", { throttling: { isEnabled: 0 } }],
  ["tokens.resources", { tokens: { resources: [] } }],
  [`tokens.resources["${api}"]`, { tokens: { resources: { [api]: null } } }],
  [`tokens.resources["${api}"].scopes`, { tokens: { resources: { [api]: { scopes: "read" } } } }],
  [
    `tokens.resources["${api}"].introspectionClients`,
    { tokens: { resources: { [api]: { introspectionClients: "rs1" } } } },
  ],
  [
    `tokens.resources["${api}"].introspectionClient`,
    { tokens: { resources: { [api]: { introspectionClient: ["rs1"] } } } },
  ],
  ["tokens.clients", { tokens: { clients: [] } }],
  ['tokens.clients["web"].accessTokenSecond', { tokens: { clients: { web: { accessTokenSecond: 60 } } } }],
  ["tokens.defaultResource", { tokens: { defaultResource: 5 } }],
  ["tokens.revokeOnCodeReplay", { tokens: { revokeOnCodeReplay: 0 } }],
  ["ciba.readLoginHintToken", { ciba: { notify, readLoginHintToken: "x" } }],
  ["idTokens.claimsByScope", { idTokens: { claimsByScope: [] } }],
  ['idTokens.claimsByScope["staff"]', { idTokens: { claimsByScope: { staff: "department" } } }],
  ["idTokens.secondsByClient", { idTokens: { secondsByClient: [60] } }],
  ['cors.originsByClient["spa"]', { cors: { originsByClient: { spa: "https://app.example.com" } } }],
  ["keys.algorithms", { keys: { algorithms: "ES256" } }],
  ["keys.encryption", { keys: { encryption: "key" } }],
  ["keys.encryption.seal", { keys: { encryption: { seal: 1, open: 1 } } }],
  ["keys.encryption.previus", { keys: { encryption: { key: new Uint8Array(32), previus: [] } } }],
  ["keys.initialKeys", { keys: { initialKeys: {} } }],
  ["keys.signer.keys", { keys: { signer: {} } }],
  ["pages.showClientLogos", { pages: { showClientLogos: "no" } }],
  ["pages.theme.css", { pages: { theme: { css: 5 } } }],
  ["pages.footerLinks", { pages: { footerLinks: [null] } }],
  ['pages.messages["fr"]', { pages: { messages: { fr: 5 } } }],
  ["registration.acess", { registration: { acess: "open" } }],
  ["registration.access", { registration: { access: "opne" } }],
  ["registration.policy", { registration: { policy: "x" } }],
  ["registration.scopes", { registration: { scopes: "openid" } }],
  ["registration.clientSecretSeconds", { registration: { clientSecretSeconds: Number.NaN } }],
  ["registration.clientSecretSeconds", { registration: { clientSecretSeconds: -1 } }],
  ["registration.verifySoftwareStatement", { registration: { verifySoftwareStatement: true } }],
];
for (const [parameter, options] of rows)
  test(`options: ${parameter} of ${JSON.stringify(options)} is refused by its name`, () => refuse(options, parameter));

for (const value of ["open", 5, true, [1]])
  test(`options: registration is no ${JSON.stringify(value)}`, () => refuse({ registration: value }, "registration"));

test("options: a list where parts of a text would have been found: neither a first party nor a resource server (RFC 9700 §2.3)", () => {
  create({ firstPartyClients: ["web-app"], tokens: { resources: { [api]: { introspectionClients: ["rs10"] } } } });
});

for (const [title, resource, part] of [
  ["a format that is none", { format: "JWT" }, "format"],
  ["an algorithm with a shared secret", { format: "jwt", algorithm: "HS256" }, "algorithm"],
  ["an algorithm that there are no keys for", { format: "jwt", algorithm: "ES512" }, "algorithm"],
] as const)
  test(`options: a resource with ${title} is refused`, () => {
    const options: object = { tokens: { resources: { [api]: resource } } };
    assert.throws(() => create(options), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: `tokens.resources["${api}"].${part}`,
    });
  });

test("options: a resource whose algorithm is among the keys is served", () => {
  create({ keys: { algorithms: ["ES512"] }, tokens: { resources: { [api]: { format: "jwt", algorithm: "ES512" } } } });
});
