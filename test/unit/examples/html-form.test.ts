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
    buttons: [{ name: "", value: "Go" }],
  });
  assert.equal(parseHeading(page), "Sign-in");
});

test("takes GET, the page itself and text where a form does not say", () => {
  assert.deepEqual(parseFirstForm(`<form><input name="q" value="&lt;&quot;&#39;&gt;"></form>`), {
    action: "",
    method: "GET",
    fields: [{ name: "q", type: "text", value: `<"'>` }],
    buttons: [],
  });
});

test("leaves out boxes that are not checked, and tells what submits the form", () => {
  const page = `<form method="post"><input type="checkbox" name="remember" value="true"><input type="checkbox" name="a" value="1" checked>
    <button type="button">Show</button><button name="decision" value="deny">No</button><button name="decision" value="allow">Yes</button></form>`;
  assert.deepEqual(parseFirstForm(page), {
    action: "",
    method: "POST",
    fields: [{ name: "a", type: "checkbox", value: "1" }],
    buttons: [
      { name: "decision", value: "deny" },
      { name: "decision", value: "allow" },
    ],
  });
  assert.equal(parseHeading("<h1>Allow <bdi>Photo Print</bdi>?</h1>"), "Allow Photo Print?");
});

test("finds no form in a page without one", () => {
  assert.equal(parseFirstForm("<title>A &amp; B</title><p>error</p>"), undefined);
  assert.equal(parseHeading("<title>A &amp; B</title>"), "A & B");
  assert.equal(parseHeading("plain text"), "");
});
