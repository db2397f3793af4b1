import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, loadSnapshot } from "./judge.ts";
import { listSnapshots, readyMade, tolerancesFor } from "./providers.ts";
import { clean, deviating, errorAnswers } from "./verdicts.ts";

test("snapshots: every file has exactly one verdict, and every provider a snapshot", () => {
  const judged = [...clean, ...Object.keys(deviating), ...Object.keys(errorAnswers)];
  assert.deepEqual([...judged].sort(), listSnapshots());
  assert.deepEqual(
    [...new Set(listSnapshots().map((path) => path.split("/")[0]))].sort(),
    Object.keys(readyMade).sort(),
  );
  assert.ok(judged.length >= 95, `saw ${judged.length} snapshots only`);
});

test("snapshots: each says where it is documented and what is uncertain, and holds no real secret", () => {
  for (const path of listSnapshots()) {
    const { source, uncertain, text = "", body = {} } = loadSnapshot(path);
    assert.match(source, /^https:\/\/[^\s]+$/, path);
    assert.match(uncertain, /^[A-Za-z].+\.$/, path);
    for (const name of ["access_token", "refresh_token"]) {
      const token = body[name] ?? new URLSearchParams(text).get(name);
      if (token !== undefined && token !== null) assert.match(String(token), /invented/, path);
    }
  }
});

for (const path of clean) {
  test(`snapshots: ${path} is accepted as it is, and the provider's tolerances change nothing`, async () => {
    const snapshot = loadSnapshot(path);
    for (const tolerate of [[], tolerancesFor(path)]) {
      assert.deepEqual(await judge(snapshot, tolerate), { refused: [], tolerated: [], message: snapshot.body });
    }
  });
}

for (const [path, { strict, tolerated, refused }] of Object.entries(deviating)) {
  const end = refused.length > 0 ? "stays refused" : "is admitted";
  test(`snapshots: ${path} ${strict.length > 0 ? "is refused and" : "is read otherwise and"} ${end} with its provider's tolerances`, async () => {
    const snapshot = loadSnapshot(path);
    assert.deepEqual((await judge(snapshot, [])).refused, strict);
    const verdict = await judge(snapshot, tolerancesFor(path));
    assert.deepEqual(verdict.refused, refused);
    assert.deepEqual(verdict.tolerated, tolerated);
  });
}

for (const [path, said] of Object.entries(errorAnswers)) {
  test(`snapshots: ${path} surfaces as the server's own error, whatever is tolerated`, async () => {
    const snapshot = loadSnapshot(path);
    assert.deepEqual((await judge(snapshot, [])).refused, said);
    assert.deepEqual((await judge(snapshot, tolerancesFor(path))).refused, said);
  });
}

/** What a caller gets of a member that needed a tolerance. */
const repairs: readonly (readonly [path: string, member: string, value: unknown])[] = [
  ["amazon-cognito/userinfo-response", "email_verified", true],
  ["amazon-cognito/userinfo-response", "phone_number_verified", false],
  ["apple/id-token", "email_verified", true],
  ["auth0/userinfo-response", "updated_at", 1481210860.736],
  ["github/token-response", "scope", "repo gist"],
  ["github/token-response-app", "scope", undefined],
  ["github/token-response-form", "scope", "repo gist"],
  ["github/token-response-form", "access_token", "gho_invented"],
  ["google/device-authorization-response", "verification_uri", "https://www.google.com/device"],
  ["linkedin/introspection-response", "scope", "r_liteprofile r_emailaddress w_member_social"],
  ["linkedin/token-response", "token_type", "Bearer"],
  ["linkedin/token-response", "scope", "email openid profile"],
  ["microsoft-entra-v1/device-authorization-response", "interval", 5],
  ["microsoft-entra-v1/token-response", "expires_in", 3599],
  ["salesforce/userinfo-response", "updated_at", 1538497326],
  ["slack/token-response-bot", "token_type", "Bearer"],
  ["slack/token-response-bot", "scope", "commands incoming-webhook"],
];

for (const [path, member, value] of repairs) {
  test(`snapshots: ${path} gives ${member} as its specification wants it`, async () => {
    const { message } = await judge(loadSnapshot(path), tolerancesFor(path));
    assert.ok(typeof message === "object" && message !== null);
    assert.deepEqual(Reflect.get(message, member), value);
  });
}

for (const [provider, names] of Object.entries(readyMade)) {
  const paths = listSnapshots().filter((path) => path.startsWith(`${provider}/`));
  for (const name of names) {
    test(`snapshots: ${provider} needs ${name}: without it a snapshot is refused or read otherwise`, async () => {
      const others = names.filter((other) => other !== name);
      const changed: string[] = [];
      for (const path of paths) {
        const snapshot = loadSnapshot(path);
        const [whole, less] = [await judge(snapshot, names), await judge(snapshot, others)];
        if (JSON.stringify(whole) !== JSON.stringify(less)) changed.push(path);
      }
      assert.notDeepEqual(changed, []);
    });
  }
}
