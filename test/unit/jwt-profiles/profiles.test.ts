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

test("profiles: the table of kinds, their types and who signs them", () => {
  assert.deepEqual(
    profiles.map(
      ({ name, types, mayOmitType, signer }) => `${name}: ${types.join(" ")}${mayOmitType ? "?" : ""} ${signer}`,
    ),
    [
      "access token: at+jwt server",
      "authorization response JWT: jwt? server",
      "client assertion: client-authentication+jwt jwt? client",
      "client attestation proof: oauth-client-attestation-pop+jwt holder",
      "client attestation: oauth-client-attestation+jwt attester",
      "DPoP proof: dpop+jwt holder",
      "ID token: jwt? server",
      "introspection response: token-introspection+jwt server",
      "logout token: logout+jwt jwt? server",
      "request object: oauth-authz-req+jwt jwt? client",
      "software statement: jwt? publisher",
      "userinfo response: jwt? server",
    ],
  );
});

test("profiles: no type belongs to two kinds, but for the general one (RFC 8725 §3.11)", () => {
  const own = profiles.flatMap(({ types }) => types.filter((type) => type !== "jwt"));
  assert.equal(new Set(own).size, own.length);
});

for (const profile of profiles) {
  test(`profiles: the times that a ${profile.name} must have are those of its schema`, () => {
    const checked = checkMessage(profile.schema, {});
    const missing = checked.ok ? [] : checked.issues.filter(({ keyword }) => keyword === "required");
    const times = missing.map(({ pointer }) => pointer.slice(1)).filter((name) => name === "exp" || name === "iat");
    assert.deepEqual(times.sort(), [...profile.requiredTimes].sort());
  });

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
