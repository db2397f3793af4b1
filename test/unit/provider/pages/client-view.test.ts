import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientMetadata } from "../../../../generated/messages/client-metadata.ts";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";
import { viewClient } from "../../../../src/provider/pages/client-view.ts";
import type { ClientView } from "../../../../src/provider/pages/views.ts";

function view(metadata: ClientMetadata & Readonly<Record<string, unknown>>, language = "en"): ClientView {
  const facts = { clientId: "client-1", secrets: [], isDisabled: false, isConfigured: true };
  return viewClient(describeClient(metadata, facts), language);
}

test("client view: names and pages are those of the language, then of no language (RFC 7591 §2.2)", () => {
  const metadata = {
    client_name: "Shop",
    "client_name#de": "Laden",
    "client_name#de-CH": "Lade",
    "tos_uri#de": "https://shop.example.com/agb",
    client_uri: "https://shop.example.com",
  };
  assert.deepEqual(view(metadata), {
    clientId: "client-1",
    name: "Shop",
    logoUri: undefined,
    uri: "https://shop.example.com/",
    policyUri: undefined,
    termsUri: undefined,
  });
  assert.deepEqual(
    [view(metadata, "de-AT").name, view(metadata, "de-CH").name, view(metadata, "fr").name],
    ["Laden", "Lade", "Shop"],
  );
  assert.equal(view(metadata, "de").termsUri, "https://shop.example.com/agb");
});

test("client view: who has no name that can be seen is called by the identifier", () => {
  assert.deepEqual([view({}).name, view({ client_name: "\u200d\u3164" }).name], ["client-1", "client-1"]);
  assert.equal(view({ client_name: "\u202eknaB" }).name, "knaB");
});

test("client view: a link is https, without user information, and not endless", () => {
  const bad = [
    "http://a.example",
    "javascript:alert(1)",
    "https://u:p@a.example",
    "/x",
    `https://a.example/${"x".repeat(2000)}`,
  ];
  for (const uri of bad) assert.equal(view({ policy_uri: uri }).policyUri, undefined, uri.slice(0, 40));
  assert.equal(view({ logo_uri: "https://a.example/l.png" }).logoUri, "https://a.example/l.png");
});
