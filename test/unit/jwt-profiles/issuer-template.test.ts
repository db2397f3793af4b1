import assert from "node:assert/strict";
import { test } from "node:test";
import { createIssuerTemplate } from "../../../src/jwt-profiles/issuer-template.ts";

const template = "https://login.example.com/{tenantid}/v2.0";
const tenants = ["11111111-2222-3333-4444-555555555555", "contoso.example"];

test("createIssuerTemplate: accepts the issuers of the tenants named, whole (OpenID Connect Discovery §4.3)", () => {
  const issuers = createIssuerTemplate({ template, tenants });
  assert.ok(Object.isFrozen(issuers));
  for (const tid of tenants) assert.ok(issuers.accepts({ iss: `https://login.example.com/${tid}/v2.0`, tid }));
  const last = createIssuerTemplate({ template: "https://login.example.com/{tenantid}", tenants: ["a"] });
  assert.ok(last.accepts({ iss: "https://login.example.com/a", tid: "a" }));
});

const [tenant = ""] = tenants;
for (const [title, claims] of [
  ["a tenant that is not named", { iss: "https://login.example.com/other/v2.0", tid: "other" }],
  ["a tid of another tenant than iss", { iss: `https://login.example.com/${tenant}/v2.0`, tid: "contoso.example" }],
  ["no tid", { iss: `https://login.example.com/${tenant}/v2.0` }],
  ["a tid in a list", { iss: `https://login.example.com/${tenant}/v2.0`, tid: [tenant] }],
  ["the template itself", { iss: template, tid: "{tenantid}" }],
  ["a slash more", { iss: `https://login.example.com/${tenant}/v2.0/`, tid: tenant }],
  ["another host", { iss: `https://evil.example/${tenant}/v2.0`, tid: tenant }],
  ["another case", { iss: `https://login.example.com/${tenant}/V2.0`, tid: tenant }],
  ["a name that every object has", { iss: "https://login.example.com/constructor/v2.0", tid: "constructor" }],
] as const) {
  test(`createIssuerTemplate: refuses ${title}`, () => {
    assert.equal(createIssuerTemplate({ template, tenants }).accepts(claims), false);
  });
}

test("createIssuerTemplate: of an issuer alone, accepts the filled template and nothing else (RFC 9207 §2.4)", () => {
  const { acceptsIssuer } = createIssuerTemplate({ template, tenants });
  assert.ok(acceptsIssuer("https://login.example.com/contoso.example/v2.0"));
  const others = [template, "https://login.example.com/other/v2.0", "https://login.example.com/contoso.example/V2.0"];
  for (const issuer of [...others, undefined, null, ["https://login.example.com/contoso.example/v2.0"]])
    assert.equal(acceptsIssuer(issuer), false, String(issuer));
});

test("createIssuerTemplate: only one issuer of the list, or none", async () => {
  const iss = "https://login.example.com/contoso.example/v2.0";
  const all = createIssuerTemplate({ template, tenants });
  const one = all.only(iss);
  assert.equal(one.template, iss);
  assert.ok(Object.isFrozen(one) && one.acceptsIssuer(iss) && one.accepts({ iss, tid: "contoso.example" }));
  assert.equal(one.accepts({ iss: `https://login.example.com/${tenant}/v2.0`, tid: tenant }), false);
  assert.equal(one.accepts({ iss, tid: tenant }), false);
  const ofAll = { find: async () => [{ kty: "RSA", issuer: template }] };
  assert.equal((await one.keysFor(ofAll, iss).find({ alg: "RS256" })).length, 1);
  const none = all.only("https://login.example.com/other/v2.0");
  assert.equal(none.acceptsIssuer("https://login.example.com/other/v2.0"), false);
  assert.equal(none.accepts({ iss: "https://login.example.com/other/v2.0", tid: "other" }), false);
});

for (const [parameter, options] of [
  ["issuerTemplate.template", { template: "https://login.example.com/common/v2.0", tenants }],
  ["issuerTemplate.template", { template: "https://{tenantid}.example.com/", tenants }],
  ["issuerTemplate.template", { template: "https://login.example.com/{tenantid}x/v2.0", tenants }],
  ["issuerTemplate.template", { template: "https://login.example.com/{tenantid}/{tenantid}", tenants }],
  ["issuerTemplate.template", { template: "https://login.example.com/{a}/{tenantid}", tenants }],
  ["issuerTemplate.template", { template: "https://login.example.com/{tenantid}?a=1", tenants }],
  ["issuerTemplate.template", { template: "http://login.example.com/{tenantid}", tenants }],
  ["issuerTemplate.template", { template: "https://user@login.example.com/{tenantid}", tenants }],
  ["issuerTemplate.template", { template: "/{tenantid}", tenants }],
  ["issuerTemplate.template", { template: undefined, tenants }],
  ["issuerTemplate.tenants", { template, tenants: [] }],
  ["issuerTemplate.tenants", { template, tenants: ["*"] }],
  ["issuerTemplate.tenants", { template, tenants: ["a/b"] }],
  ["issuerTemplate.tenants", { template, tenants: [".."] }],
  ["issuerTemplate.tenants", { template, tenants: [""] }],
  ["issuerTemplate.tenants", { template, tenants: "common" }],
  ["issuerTemplate.tenants", { template }],
] as const) {
  test(`createIssuerTemplate: refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => Reflect.apply(createIssuerTemplate, undefined, [options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}
