import assert from "node:assert/strict";
import { test } from "node:test";
import { discoverFromChallenge } from "../../../src/metadata/resource-discovery.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { createWire, json } from "./wire.ts";

const resource = "https://api.example.com/mcp";
const wellKnown = "https://api.example.com/.well-known/oauth-protected-resource";
const server = {
  issuer: "https://id.example.com",
  token_endpoint: "https://id.example.com/token",
  response_types_supported: ["code"],
};

function challenge(text: string): { readonly headers: Headers } {
  return new Response("", { status: 401, headers: { "www-authenticate": text } });
}

/** The resource's metadata at one URL, the server's at its own; everything else is not there. */
function wireWith(url: string, document: object, metadata: object = server) {
  return createWire((asked) => {
    if (asked === url) return json(document);
    return asked === "https://id.example.com/.well-known/oauth-authorization-server"
      ? json(metadata)
      : new Response("", { status: 404 });
  });
}

const document = { resource, authorization_servers: ["https://id.example.com", "https://other.example"] };

test("discoverFromChallenge: follows resource_metadata to the authorization server (RFC 9728 §5)", async () => {
  const url = "https://api.example.com/custom/metadata.json";
  const wire = wireWith(url, document);
  const found = await discoverFromChallenge(wire, challenge(`Bearer realm="a", resource_metadata="${url}"`), {
    resource,
    discovery: "oauth2",
  });
  assert.equal(found.resource.url, url);
  assert.deepEqual(found.resource.metadata, document);
  assert.equal(found.authorizationServer.metadata.issuer, "https://id.example.com");
  assert.equal(found.listedByServer, undefined);
  assert.deepEqual(wire.urls(), [url, "https://id.example.com/.well-known/oauth-authorization-server"]);
});

test("discoverFromChallenge: takes the parameter of any scheme, of challenges already read too, else the well-known URL", async () => {
  const url = "https://api.example.com/m";
  for (const source of [
    challenge(`Basic realm="x", DPoP algs="ES256", resource_metadata="${url}"`),
    [{ scheme: "bearer", parameters: { resource_metadata: url } }],
  ]) {
    const found = await discoverFromChallenge(wireWith(url, document), source, { resource });
    assert.equal(found.resource.url, url);
  }
  for (const source of [challenge("Bearer"), { headers: new Headers() }, []]) {
    const found = await discoverFromChallenge(wireWith(`${wellKnown}/mcp`, document), source, { resource });
    assert.equal(found.resource.url, `${wellKnown}/mcp`);
  }
});

for (const url of [
  "https://evil.example/.well-known/oauth-protected-resource",
  "https://api.example.com.evil.example/m",
  "https://api.example.com:8443/m",
  "http://api.example.com/m",
  "https://user@api.example.com/m",
  "/m",
  "javascript:alert(1)",
  "http://169.254.169.254/latest",
]) {
  test(`discoverFromChallenge: fetches nothing from ${url}, which is not of the resource's origin (RFC 9728 §3.3)`, async () => {
    const wire = wireWith(url, document);
    await assertRefused(
      discoverFromChallenge(wire, challenge(`Bearer resource_metadata="${url}"`), { resource }),
      "VerificationError",
      "ERR_VERIFICATION_RESOURCE",
    );
    assert.deepEqual(wire.urls(), []);
  });
}

test("discoverFromChallenge: metadata of another resource is refused before any server is asked (RFC 9728 §3.3)", async () => {
  const wire = wireWith(`${wellKnown}/mcp`, { ...document, resource: "https://bank.example/" });
  await assertRefused(
    discoverFromChallenge(wire, challenge("Bearer"), { resource }),
    "VerificationError",
    "ERR_VERIFICATION_RESOURCE",
  );
  assert.equal(wire.urls().length, 1);
});

test("discoverFromChallenge: looks at the root only when told to, and only where nothing is at the path", async () => {
  const root = { ...document, resource: "https://api.example.com" };
  await assertRefused(
    discoverFromChallenge(wireWith(wellKnown, root), [], { resource }),
    "ResponseError",
    "ERR_RESPONSE_STATUS",
  );
  const found = await discoverFromChallenge(wireWith(wellKnown, root), [], { resource, fallBackToOrigin: true });
  assert.equal(found.resource.metadata.resource, "https://api.example.com");
  const failing = createWire(() => new Response("", { status: 500 }));
  await assertRefused(
    discoverFromChallenge(failing, [], { resource, fallBackToOrigin: true }),
    "ResponseError",
    "ERR_RESPONSE_STATUS",
  );
  assert.equal(failing.urls().length, 1);
  const asked = wireWith(wellKnown, root);
  await assertRefused(
    discoverFromChallenge(asked, challenge(`Bearer resource_metadata="https://api.example.com/m"`), {
      resource,
      fallBackToOrigin: true,
    }),
    "ResponseError",
    "ERR_RESPONSE_STATUS",
  );
  assert.equal(asked.urls().length, 1);
});

test("discoverFromChallenge: the caller chooses among the issuers, and may trust none", async () => {
  const given: (readonly string[])[] = [];
  const wire = wireWith(`${wellKnown}/mcp`, {
    ...document,
    authorization_servers: ["https://x.example", server.issuer],
  });
  const found = await discoverFromChallenge(wire, [], {
    resource,
    chooseIssuer(issuers) {
      given.push(issuers);
      return issuers.find((issuer) => issuer === "https://id.example.com");
    },
  });
  assert.deepEqual(given, [["https://x.example", "https://id.example.com"]]);
  assert.equal(found.authorizationServer.metadata.issuer, "https://id.example.com");
  for (const chooseIssuer of [() => undefined, () => "https://mine.example"]) {
    await assertRefused(
      discoverFromChallenge(wire, [], { resource, chooseIssuer }),
      "ConfigurationError",
      "ERR_CONFIGURATION_OPTION",
    );
  }
});

test("discoverFromChallenge: a resource without authorization servers cannot be followed", async () => {
  await assertRefused(
    discoverFromChallenge(wireWith(`${wellKnown}/mcp`, { resource }), [], { resource }),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
});

test("discoverFromChallenge: a server that names another issuer is refused (RFC 8414 §3.3)", async () => {
  const wire = wireWith(`${wellKnown}/mcp`, document, { ...server, issuer: "https://evil.example" });
  await assertRefused(discoverFromChallenge(wire, [], { resource }), "VerificationError", "ERR_VERIFICATION_ISSUER");
});

for (const [listed, want] of [
  [[resource], true],
  [["https://else.example"], false],
] as const) {
  test(`discoverFromChallenge: tells that the server ${want ? "names" : "does not name"} the resource (RFC 9728 §4)`, async () => {
    const wire = wireWith(`${wellKnown}/mcp`, document, { ...server, protected_resources: listed });
    assert.equal((await discoverFromChallenge(wire, [], { resource })).listedByServer, want);
  });
}

test("discoverFromChallenge: the resource itself must be a URL that may be asked", async () => {
  await assertRefused(
    discoverFromChallenge(wireWith("", {}), [], { resource: "http://api.example.com" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_OPTION",
  );
});

test("discoverFromChallenge: a resource elsewhere leads to no server on this machine, unless that is chosen (RFC 9728 §7.7)", async () => {
  for (const issuer of ["http://127.0.0.1:8080", "http://localhost:8080/admin", "https://[::1]"]) {
    const wire = wireWith(`${wellKnown}/mcp`, { resource, authorization_servers: [issuer] });
    const call = discoverFromChallenge(wire, [], { resource });
    await assertRefused(call, "VerificationError", "ERR_VERIFICATION_RESOURCE");
    assert.deepEqual(wire.urls(), [`${wellKnown}/mcp`]);
    const chosen = discoverFromChallenge(wire, [], { resource, chooseIssuer: ([first]) => first });
    await assertRefused(chosen, "ResponseError", "ERR_RESPONSE_STATUS");
  }
});

test("discoverFromChallenge: a resource on this machine may have its server there", async () => {
  const local = "http://localhost:3000/mcp";
  const issuer = "http://localhost:4000";
  const wire = createWire((asked) =>
    json(
      asked.includes("protected-resource")
        ? { resource: local, authorization_servers: [issuer] }
        : { ...server, issuer, token_endpoint: `${issuer}/token` },
    ),
  );
  const found = await discoverFromChallenge(wire, [], { resource: local, discovery: "oauth2" });
  assert.equal(found.authorizationServer.metadata.issuer, issuer);
});

test("discoverFromChallenge: arguments in the wrong order are refused by name", async () => {
  const wire = createWire(() => new Response("", { status: 404 }));
  for (const source of [{ resource }, "Bearer", null]) {
    const wrong: Parameters<typeof discoverFromChallenge>[1] = JSON.parse(JSON.stringify(source));
    const call = discoverFromChallenge(wire, wrong, { resource });
    const error = await assertRefused(call, "ConfigurationError", "ERR_CONFIGURATION_OPTION");
    assert.match(error.message, /second argument is neither a Response nor challenges/);
  }
});
