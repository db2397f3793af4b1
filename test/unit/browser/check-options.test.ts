import assert from "node:assert/strict";
import { test } from "node:test";
import { createBrowserClient } from "../../../src/browser/create-browser-client.ts";
import type { BrowserClientOptions } from "../../../src/browser/options.ts";
import { createFakeBrowser } from "../../fixtures/browser-pages.ts";

const app = "https://app.example.com";
const client = { client_id: "spa", redirect_uris: [`${app}/callback`] };
const sound: BrowserClientOptions = {
  issuer: "https://id.example.com",
  client,
  window: createFakeBrowser().openPage(`${app}/`).window,
};

const wrong: readonly (readonly [parameter: string, options: object])[] = [
  ["issuer", { issuer: "http://id.example.com" }],
  ["issuer", { issuer: 7 }],
  ["client", { client: undefined }],
  ["client.client_id", { client: { ...client, client_id: "" } }],
  ["client.client_secret", { client: { ...client, client_secret: "s" } }],
  ["client.redirect_uris", { client: { client_id: "spa", redirect_uris: [] } }],
  ["client.redirect_uris", { client: { client_id: "spa", redirect_uris: ["http://app.example.com/"] } }],
  ["client.redirect_uris", { client: { client_id: "spa" } }],
  ["client.post_logout_redirect_uris", { client: { ...client, post_logout_redirect_uris: ["/"] } }],
  ["client.id_token_signed_response_alg", { client: { ...client, id_token_signed_response_alg: "HS256" } }],
  ["storage", { storage: "localStorage" }],
  ["allowedOrigins", { allowedOrigins: ["https://api.example.com/"] }],
  ["allowedOrigins", { allowedOrigins: ["http://api.example.com"] }],
  ["renewBeforeSeconds", { renewBeforeSeconds: -1 }],
  ["silentSignIn.redirectUri", { silentSignIn: { redirectUri: `${app}/other` } }],
  ["silentSignIn.timeout", { silentSignIn: { timeout: 5 } }],
  ["dPop", { dPop: true }],
];

for (const [parameter, options] of wrong) {
  test(`createBrowserClient refuses ${parameter} in ${JSON.stringify(options)}`, () => {
    assert.throws(() => createBrowserClient({ ...sound, ...options }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("createBrowserClient takes sound options, and a storage of the application's own", async () => {
  const kept: string[] = [];
  const storage = {
    read: () => "{broken",
    write: (text: string) => void kept.push(text),
    remove: () => void kept.pop(),
  };
  const spa = createBrowserClient({ ...sound, storage, silentSignIn: {}, allowedOrigins: ["https://api.example.com"] });
  assert.equal(await spa.getSession(), undefined);
  spa.close();
});

test("createBrowserClient says that a server is no browser", () => {
  const { window: _, ...options } = sound;
  assert.throws(() => createBrowserClient(options), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "window",
    message: /this is not a page in a browser/,
  });
});

test("createBrowserClient says that a browser blocks storage, instead of throwing the browser's own error", () => {
  const window = Object.defineProperty({ ...sound.window }, "sessionStorage", {
    get() {
      throw new DOMException("Access is denied for this document.", "SecurityError");
    },
  });
  assert.throws(() => createBrowserClient({ ...sound, window: window as NonNullable<typeof sound.window> }), {
    code: "ERR_CONFIGURATION_OPTION",
    message: /no sessionStorage/,
  });
});
