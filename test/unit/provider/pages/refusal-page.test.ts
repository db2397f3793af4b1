import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { routes } from "../../../../src/provider/endpoints/routes.ts";
import type { ProviderEvent } from "../../../../src/provider/events.ts";
import { refuse } from "../../../../src/provider/http/refusal.ts";
import { createReference, respondRefusalPage } from "../../../../src/provider/pages/refusal-page.ts";
import { createPagesContext, requestPage } from "../../../fixtures/provider/pages-context.ts";

const refusal = refuse("access_denied", {
  description: "The form has no token.",
  status: 403,
  headers: { "Retry-After": "5" },
  problem: "problem.crossSite",
});

test("refusal page: a person gets a page, with status, fields and reference", async () => {
  const response = await respondRefusalPage(createPagesContext(), requestPage({ accept: "text/html" }), {
    refusal,
    reference: "7QK4-M2XD",
  });
  assert.equal(response.status, 403);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /This form was not sent from our own page.*7QK4-M2XD.*The form has no token\./s);
});

test("refusal page: a program gets JSON (RFC 9110 §12.5.1)", async () => {
  const response = await respondRefusalPage(createPagesContext(), requestPage({ accept: "application/json" }), {
    refusal,
    reference: "7QK4-M2XD",
  });
  assert.deepEqual([response.status, response.headers.get("content-type")], [403, "application/json"]);
  assert.deepEqual(await response.json(), { error: "access_denied", error_description: "The form has no token." });
});

test("refusal page: a replaced error page that fails is told of, and does not take the error with it", async () => {
  const events: ProviderEvent[] = [];
  const broken = new Error("template");
  const context = createProviderContext({
    issuer: "https://id.example.com",
    pages: { overrides: { error: () => Promise.reject(broken) } },
    onEvent: (event) => void events.push(event),
  });
  const response = await respondRefusalPage(context, requestPage(), { refusal, reference: "7QK4-M2XD" });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /<h1>This is not allowed<\/h1>/);
  assert.deepEqual(
    events.map(({ type, reference, cause }) => [type, reference, cause]),
    [["error.internal", "7QK4-M2XD", broken]],
  );
});

test("refusal page: references are read out easily, and differ", () => {
  const context = createPagesContext();
  const references = [createReference(context), createReference(context)];
  assert.ok(references.every((reference) => /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/.test(reference)));
  assert.notEqual(references[0], references[1]);
});

const page = routes.find(({ kind, path }) => kind === "page" && !path.includes(":"));

test("router: refusals of pages are pages, and their reference is that of the event", {
  skip: page === undefined,
}, async () => {
  const events: ProviderEvent[] = [];
  const provider = createProvider({ issuer: "https://id.example.com", onEvent: (event) => void events.push(event) });
  const response = await provider.fetch(`https://id.example.com${page?.path}`, { method: "DELETE" });
  assert.equal(response.status, 405);
  const [, reference] = /Reference: <code dir="ltr"><bdi>([^<]+)</.exec(await response.text()) ?? [];
  assert.match(reference ?? "", /^.{4}-.{4}$/);
  assert.ok(events.some((event) => event.type === "request.refused" && event.reference === reference));
});
