import assert from "node:assert/strict";
import { test } from "node:test";
import { createPasswordHasher } from "../../src/provider/crypto/password-hash.ts";
import { cookiesOf, goodRequest, hiddenOf } from "../fixtures/provider/faults-driver.ts";
import { openScene } from "../fixtures/provider/faults-open.ts";
import { alice, issuer } from "../fixtures/provider/faults-scene.ts";
import { createCountedHashing } from "../fixtures/provider/login-hashing.ts";

test("faults: whether an account or a client exists shows neither in answers nor in the work that is done", async () => {
  const hashing = createCountedHashing();
  const hasher = createPasswordHasher({ algorithms: [hashing.algorithm] });
  const { driver, faulty } = await openScene({
    accounts: [
      { id: "a", username: "alice", password: alice.password },
      { id: "d", username: "disabled", password: alice.password, isActive: false },
    ],
    accountRules: { hasher },
  });
  await driver.signIn();
  const seen: string[] = [];
  for (const login of ["alice", "disabled", "nobody", "alice@nowhere.example"]) {
    const page = await driver.get("/login");
    const [before, calls] = [hashing.count(), faulty.calls.length];
    const answer = await driver.post(
      "/login",
      { ...hiddenOf(page), login, password: "wrong" },
      { cookie: cookiesOf(page), origin: issuer },
    );
    const verbs = faulty.calls.slice(calls).filter((verb) => !verb.startsWith("throttle.clear"));
    seen.push(
      JSON.stringify([
        answer.status,
        answer.text.replaceAll(login, "…").replaceAll(/value="[\w-]{20,}"|nonce="[^"]*"/g, ""),
        hashing.count() - before,
        verbs.filter((verb) => verb.startsWith("throttle")).length,
      ]),
    );
  }
  assert.equal(new Set(seen).size, 1, seen.map((each) => each.slice(0, 300)).join("\n"));
  const clients: string[] = [];
  for (const id of ["web", "nobody", "machine"]) {
    const answer = await driver.post(
      "/token",
      { grant_type: "client_credentials" },
      { authorization: `Basic ${btoa(`${id}:wrong`)}` },
    );
    clients.push(JSON.stringify([answer.status, answer.text, answer.headers.get("www-authenticate")]));
  }
  assert.equal(new Set(clients).size, 1, clients.join("\n"));
});

test("faults: whoever sends Host and X-Forwarded fields changes no URL, no cookie and no link", async () => {
  const { driver } = await openScene();
  const forged = {
    host: "evil.example",
    forwarded: "for=127.0.0.1;host=evil.example;proto=http",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-port": "8080",
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
  };
  const paths = [
    "/.well-known/openid-configuration",
    "/login",
    "/sessions",
    "/device",
    "/end-session",
    `/authorize?${new URLSearchParams(goodRequest)}`,
  ];
  for (const path of paths) {
    const [plain, other] = [await driver.get(path), await driver.get(path, forged)];
    assert.equal(plain.status, other.status, path);
    assert.doesNotMatch(`${other.text} ${[...other.headers].join(" ")}`, /evil\.example|8080|\/admin/, path);
    for (const cookie of other.headers.getSetCookie()) assert.match(cookie, /^__Host-.*; Secure/, path);
    const origin = (location: string | null): string | undefined => location?.split("?")[0];
    assert.equal(origin(other.headers.get("location")), origin(plain.headers.get("location")), path);
  }
});
