import assert from "node:assert/strict";
import { test } from "node:test";
import { signClaims } from "../jose/signed-tokens.ts";
import { bareKindsFor, type Kind, key, kindsFor } from "./kinds.ts";

/** Who publishes software statements: the server that issues the other tokens, or the client that signs the others. */
const publishers = ["https://id.example.com", "client-1"];

async function sign(typ: string | undefined, claims: Kind["claims"]): Promise<string> {
  const embedded = typ === "dpop+jwt" ? { jwk: key.publicJwk } : {};
  return signClaims(claims, key, typ === undefined ? { kid: "k1" } : { kid: "k1", typ, ...embedded });
}

/** The names of the kinds whose verifier accepts a token; two profiles of one kind are that kind, once. */
async function accepting(kinds: readonly Kind[], token: string): Promise<readonly string[]> {
  const judged = kinds.map(async ({ name, profileOf = name, verify }) => {
    if (verify === undefined) return [];
    return verify(token).then(
      () => [profileOf],
      () => [],
    );
  });
  return [...new Set((await Promise.all(judged)).flat())];
}

for (const [title, kinds] of publishers.flatMap((publisher) => [
  [`statements by ${publisher}`, kindsFor(publisher)] as const,
  [`statements by ${publisher}, optional claims left out`, bareKindsFor(publisher)] as const,
])) {
  for (const { name, profileOf = name, typ, claims, verify } of kinds) {
    test(`kinds of JWT: the ${name} is accepted as itself alone, ${title} (RFC 8725 §3.12)`, async () => {
      assert.deepEqual(await accepting(kinds, await sign(typ, claims)), verify === undefined ? [] : [profileOf]);
    });
  }

  for (const own of kinds) {
    test(`kinds of JWT: a ${own.name} with all claims of another kind is never two kinds, ${title} (RFC 8725 §3.12)`, async () => {
      for (const other of kinds) {
        for (const claims of [
          { ...other.claims, ...own.claims },
          { ...own.claims, ...other.claims },
        ]) {
          for (const typ of new Set([own.typ, other.typ, "JWT", undefined])) {
            const accepted = await accepting(kinds, await sign(typ, claims));
            assert.ok(accepted.length <= 1, `${own.name} and ${other.name}, typ ${typ}: ${accepted.join(", ")}`);
          }
        }
      }
    });
  }
}

test("kinds of JWT: names that no specification defines leave a legacy access token and a userinfo response alike", async () => {
  const kinds = kindsFor("https://id.example.com");
  const userinfo = kinds.find(({ name }) => name === "userinfo response");
  for (const claim of ["scp", "appid", "cid", "gty", "azpacr"]) {
    const both = await sign(undefined, { ...userinfo?.claims, [claim]: "x" });
    assert.deepEqual(await accepting(kinds, both), ["access token", "userinfo response"], claim);
    assert.deepEqual(await accepting(kinds, await sign("at+jwt", { ...userinfo?.claims, [claim]: "x" })), [
      "access token",
    ]);
  }
});

test("kinds of JWT: every kind of the table has a name of its own, eleven with a type or none and the pair of attestations", () => {
  const names = kindsFor("https://id.example.com").map(({ name }) => name);
  assert.equal(new Set(names).size, 13);
});
