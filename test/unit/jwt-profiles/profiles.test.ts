import assert from "node:assert/strict";
import { test } from "node:test";
import { authorizationServerMetadataSchema } from "../../../generated/messages/authorization-server-metadata.ts";
import { clientMetadataSchema } from "../../../generated/messages/client-metadata.ts";
import { specification } from "../../../src/errors/specification.ts";
import * as room from "../../../src/jwt-profiles/index.ts";
import { refuseForeignClaims } from "../../../src/jwt-profiles/refuse-foreign-claims.ts";
import { checkMessage, isMember } from "../../../src/schema/check.ts";

const profiles: readonly room.JwtProfile<unknown>[] = [
  room.accessTokenProfile,
  room.authorizationResponseJwtProfile,
  room.clientAssertionProfile,
  room.clientAttestationPopProfile,
  room.clientAttestationProfile,
  room.dpopProofProfile,
  room.idTokenProfile,
  room.introspectionResponseJwtProfile,
  room.logoutTokenProfile,
  room.requestObjectProfile,
  room.softwareStatementProfile,
  room.userinfoResponseJwtProfile,
];

test("profiles: the table of kinds, and their types", () => {
  assert.deepEqual(
    profiles.map(({ name, types, mayOmitType }) => `${name}: ${types.join(" ")}${mayOmitType ? "?" : ""}`),
    [
      "access token: at+jwt",
      "authorization response JWT: jwt?",
      "client assertion: client-authentication+jwt jwt?",
      "client attestation proof: oauth-client-attestation-pop+jwt",
      "client attestation: oauth-client-attestation+jwt",
      "DPoP proof: dpop+jwt",
      "ID token: jwt?",
      "introspection response: token-introspection+jwt",
      "logout token: logout+jwt jwt?",
      "request object: oauth-authz-req+jwt jwt?",
      "software statement: jwt?",
      "userinfo response: jwt?",
    ],
  );
});

test("profiles: no type belongs to two kinds, but for the general one (RFC 8725 §3.11)", () => {
  const own = profiles.flatMap(({ types }) => types.filter((type) => type !== "jwt"));
  assert.equal(new Set(own).size, own.length);
});

test("profiles: which times each kind must have", () => {
  const times = profiles.map(({ name, schema }) => {
    const checked = checkMessage(schema, {});
    const missing = checked.ok ? [] : checked.issues.map(({ pointer }) => pointer.slice(1));
    return `${name}: ${["exp", "iat"].filter((claim) => missing.includes(claim)).join(" ")}`;
  });
  assert.deepEqual(times, [
    "access token: exp iat",
    "authorization response JWT: exp",
    "client assertion: exp",
    "client attestation proof: iat",
    "client attestation: exp",
    "DPoP proof: iat",
    "ID token: exp iat",
    "introspection response: iat",
    "logout token: exp iat",
    "request object: ",
    "software statement: ",
    "userinfo response: ",
  ]);
});

for (const profile of profiles) {
  test(`profiles: what decides over the algorithms of a ${profile.name} is a member of metadata`, () => {
    const { announcedBy, registeredAs } = profile;
    if (announcedBy !== undefined) assert.ok(isMember(authorizationServerMetadataSchema, announcedBy), announcedBy);
    if (registeredAs !== undefined) assert.ok(isMember(clientMetadataSchema, registeredAs), registeredAs);
  });

  test(`profiles: a ${profile.name} forbids no claim that it must have, and cites its document by name`, () => {
    for (const claim of profile.foreignClaims) {
      const checked = checkMessage(profile.schema, {});
      const pointers = checked.ok ? [] : checked.issues.map(({ pointer }) => pointer);
      assert.ok(!pointers.includes(`/${claim}`), claim);
    }
    assert.match(specification(profile.document, profile.section, profile.labels).label, /^[A-Z]/);
  });
}

test("refuseForeignClaims: names the claim, and takes only the event of a logout for one (RFC 8725 §3.12)", () => {
  const profile = { name: "ID token", foreignClaims: ["code", "events"] };
  refuseForeignClaims({ sub: "u", code: undefined, events: { "https://example.com/e": {} } }, profile);
  refuseForeignClaims({ events: "http://schemas.openid.net/event/backchannel-logout" }, profile);
  for (const [claims, parameter] of [
    [{ code: "c" }, "code"],
    [{ code: null }, "code"],
    [{ events: { "http://schemas.openid.net/event/backchannel-logout": {} } }, "events"],
  ] as const)
    assert.throws(() => refuseForeignClaims(claims, profile), { code: "ERR_VERIFICATION_JWT_TYPE", parameter });
});
