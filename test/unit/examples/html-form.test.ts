import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFirstForm, parseHeading } from "../../../examples/demo/html-form.ts";

test("reads action, method and fields of the first form", () => {
  const page = `<h1>Sign-in</h1><form autocomplete="off" action="/interaction/a?x=1&amp;y=2" method="post">
    <input type="hidden" name="prompt" value="login"/><input required type="text" name="login" placeholder="any">
    <input type='password' name=password><input type="submit" value="Go"></form><form action="/other"></form>`;
  assert.deepEqual(parseFirstForm(page), {
    action: "/interaction/a?x=1&y=2",
    method: "POST",
    fields: [
      { name: "prompt", type: "hidden", value: "login" },
      { name: "login", type: "text", value: "" },
      { name: "password", type: "password", value: "" },
    ],
  });
  assert.equal(parseHeading(page), "Sign-in");
});

test("takes GET, the page itself and text where a form does not say", () => {
  assert.deepEqual(parseFirstForm(`<form><input name="q" value="&lt;&quot;&#39;&gt;"></form>`), {
    action: "",
    method: "GET",
    fields: [{ name: "q", type: "text", value: `<"'>` }],
  });
});

test("finds no form in a page without one", () => {
  assert.equal(parseFirstForm("<title>A &amp; B</title><p>error</p>"), undefined);
  assert.equal(parseHeading("<title>A &amp; B</title>"), "A & B");
  assert.equal(parseHeading("plain text"), "");
});
