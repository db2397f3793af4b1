import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReceivedForm, readReceivedForm } from "../../../src/endpoints/received-form.ts";

const limits = { messageName: "M", endpoint: "e", timeoutMs: 1000, signal: undefined };
const type = "application/x-www-form-urlencoded";
const url = "https://app.example.com/logout";

for (const [title, form] of [
  ["a request", new Request(url, { method: "POST", body: new URLSearchParams("a=1&b=%C3%A4") })],
  ["headers and text", { headers: new Headers({ "content-type": type }), body: "a=1&b=%C3%A4" }],
  ["headers of Node", { headers: { "content-type": `${type}; charset=UTF-8` }, body: "a=1&b=%C3%A4" }],
  ["bytes", { headers: { "content-type": type }, body: new TextEncoder().encode("a=1&b=ä") }],
] as const) {
  test(`readReceivedForm: reads ${title}`, async () => {
    assert.deepEqual(
      [...(await readReceivedForm(form, limits))],
      [
        ["a", "1"],
        ["b", "ä"],
      ],
    );
  });
}

for (const [title, form] of [
  ["a GET", new Request(url)],
  ["a PUT", new Request(url, { method: "PUT", headers: { "content-type": type }, body: "a=1" })],
  ["JSON", new Request(url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })],
  ["a request without a type", new Request(url, { method: "POST", body: new Uint8Array([97]) })],
  ["a form that is too large", new Request(url, { method: "POST", body: new URLSearchParams("a".repeat(65_536)) })],
  ["text of another type", { headers: { "content-type": "text/plain" }, body: "a=1" }],
  ["text without a type", { headers: {}, body: "a=1" }],
  ["a repeated type", { headers: { "content-type": [type, type] }, body: "a=1" }],
  ["text without a type in Headers", { headers: new Headers(), body: "a=1" }],
  ["text that is too large", { headers: { "content-type": type }, body: "a".repeat(65_537) }],
] as const) {
  test(`readReceivedForm: refuses ${title} (OpenID Connect Back-Channel Logout §2.5)`, async () => {
    await assert.rejects(readReceivedForm(form, limits), {
      name: "ValidationError",
      code: "ERR_VALIDATION_RECEIVED_REQUEST",
      messageName: "M",
      endpoint: "e",
    });
  });
}

test("readReceivedForm: what is no request, or has been read, is the caller's to mend", async () => {
  const read = new Request(url, { method: "POST", body: new URLSearchParams("a=1") });
  await read.text();
  for (const form of [
    read,
    undefined,
    null,
    "a=1",
    { headers: {} },
    { headers: {}, body: { a: 1 } },
    { body: "a=1" },
  ]) {
    await assert.rejects(readReceivedForm(form as ReceivedForm, limits), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "request",
    });
  }
});

test("readReceivedForm: does not wait for ever", async () => {
  const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
  const init = { method: "POST", headers: { "content-type": type }, body, duplex: "half" } as const;
  const request = new Request(url, init);
  await assert.rejects(readReceivedForm(request, { ...limits, timeoutMs: 20 }), { code: "ERR_TRANSPORT_TIMEOUT" });
});
