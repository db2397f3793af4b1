import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientMetadata } from "../../../../generated/messages/client-metadata.ts";
import { findSector, subjectFor } from "../../../../src/provider/tokens/subject.ts";
import { setUpProvider, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

test("subject: a public one is the account's id (OpenID Connect Core §8)", async () => {
  assert.equal((await ask([{}]))[0], "alice");
  assert.equal((await ask([{ subject_type: "public" }]))[0], "alice");
});

test("subject: a pairwise one is stable, says nothing of the account, and is the same within a sector only (OpenID Connect Core §8.1)", async () => {
  const [one, again, sameHost, other, bySector] = await ask([
    pairwise("https://app.example.com/callback"),
    pairwise("https://app.example.com/callback"),
    pairwise("https://app.example.com/other", "https://app.example.com/third"),
    pairwise("https://other.example.com/callback"),
    {
      ...pairwise("https://x.example.com/a", "https://y.example.com/b"),
      sector_identifier_uri: "https://app.example.com/sector.json",
    },
  ]);
  assert.match(String(one), /^[A-Za-z0-9_-]{43}$/);
  assert.deepEqual([again, sameHost, bySector], [one, one, one]);
  assert.notEqual(other, one);
});

test("subject: two accounts, and two servers, have different pairwise ones", async () => {
  const [first, second] = [await setUpProvider(), await setUpProvider()];
  const client = await first.context.clients.find("web");
  assert.ok(client !== undefined);
  const own = { ...client, metadata: pairwise("https://app.example.com/callback") };
  const subjects = await Promise.all([
    subjectFor(first.context, own, "alice"),
    subjectFor(first.context, own, "bob"),
    subjectFor(second.context, own, "alice"),
  ]);
  assert.equal(new Set(subjects).size, 3);
});

test("subject: an id that is no sub is not sent (OpenID Connect Core §2)", async () => {
  const { context } = await setUpProvider();
  const client = await context.clients.find("web");
  assert.ok(client !== undefined);
  assert.equal((await subjectFor(context, client, "a".repeat(255))).length, 255);
  for (const id of ["", "a".repeat(256), "müller", "a\nb"])
    await assert.rejects(subjectFor(context, client, id), /ASCII/);
});

const sectors: readonly (readonly [title: string, metadata: ClientMetadata, sector: string | undefined])[] = [
  ["one host", { redirect_uris: ["https://a.example/1", "https://a.example/2"] }, "a.example"],
  ["two hosts", { redirect_uris: ["https://a.example/1", "https://b.example/2"] }, undefined],
  ["no redirect URI", {}, undefined],
  ["a scheme without a host", { redirect_uris: ["com.example.app:/callback"] }, undefined],
  [
    "a sector of its own",
    { redirect_uris: ["https://a.example/1", "https://b.example/2"], sector_identifier_uri: "https://s.example/x" },
    "s.example",
  ],
];
for (const [title, metadata, sector] of sectors)
  test(`sector: ${title} (OpenID Connect Core §8.1)`, () => {
    assert.equal(findSector(metadata), sector);
  });

test("subject: a pairwise client without a sector is refused in the configuration, and never served", async () => {
  const uris = { redirect_uris: ["https://a.example/1", "https://b.example/2"], subject_type: "pairwise" };
  await assert.rejects(setUpProvider({ clients: [{ ...webClient, ...uris }] }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "clients",
  });
  await assert.rejects(ask([uris]), /no sector/);
});

function pairwise(...redirect_uris: readonly string[]): ClientMetadata {
  return { subject_type: "pairwise", redirect_uris };
}

async function ask(clients: readonly ClientMetadata[]): Promise<readonly string[]> {
  const { context } = await setUpProvider();
  const client = await context.clients.find("web");
  assert.ok(client !== undefined);
  return Promise.all(clients.map((metadata) => subjectFor(context, { ...client, metadata }, "alice")));
}
