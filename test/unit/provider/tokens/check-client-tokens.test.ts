import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientMetadata } from "../../../../generated/messages/client-metadata.ts";
import { findTokenProblem } from "../../../../src/provider/tokens/check-client-tokens.ts";
import { setUpProvider, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const rows: readonly (readonly [metadata: ClientMetadata, secretOctets: number, member: string | undefined])[] = [
  [{}, 0, undefined],
  [{ id_token_signed_response_alg: "ES256" }, 0, undefined],
  [{ id_token_signed_response_alg: "none" }, 0, "id_token_signed_response_alg"],
  [{ id_token_signed_response_alg: "PS256" }, 0, "id_token_signed_response_alg"],
  [{ id_token_signed_response_alg: "HS256" }, 32, undefined],
  [{ id_token_signed_response_alg: "HS256" }, 31, "id_token_signed_response_alg"],
  [{ id_token_signed_response_alg: "HS512" }, 63, "id_token_signed_response_alg"],
  [{ id_token_signed_response_alg: "HS256" }, 0, "id_token_signed_response_alg"],
  [{ userinfo_signed_response_alg: "RS256" }, 0, undefined],
  [{ userinfo_signed_response_alg: "none" }, 0, "userinfo_signed_response_alg"],
  [{ id_token_encrypted_response_alg: "RSA-OAEP-256" }, 0, undefined],
  [{ id_token_encrypted_response_alg: "RSA1_5" }, 0, "id_token_encrypted_response_alg"],
  [{ id_token_encrypted_response_alg: "PBES2-HS256+A128KW" }, 64, "id_token_encrypted_response_alg"],
  [{ id_token_encrypted_response_alg: "dir" }, 0, "id_token_encrypted_response_alg"],
  [{ id_token_encrypted_response_alg: "dir" }, 32, undefined],
  [
    { userinfo_encrypted_response_alg: "ECDH-ES", userinfo_encrypted_response_enc: "A1" },
    0,
    "userinfo_encrypted_response_enc",
  ],
  [{ authorization_signed_response_alg: "ES256" }, 0, undefined],
  [{ authorization_signed_response_alg: "none" }, 0, "authorization_signed_response_alg"],
  [{ authorization_encrypted_response_alg: "ECDH-ES" }, 0, undefined],
  [{ authorization_encrypted_response_alg: "RSA1_5" }, 0, "authorization_encrypted_response_alg"],
  [{ subject_type: "pairwise" }, 0, "sector_identifier_uri"],
  [{ subject_type: "secret" }, 0, "subject_type"],
];
for (const [metadata, secretOctets, member] of rows)
  test(`registration: ${JSON.stringify(metadata)} with a secret of ${secretOctets} octets: ${member ?? "good"}`, () => {
    assert.equal(findTokenProblem(metadata, { algorithms: ["RS256", "ES256"], secretOctets })?.member, member);
  });

test("registration: a client of the configuration that can't be served is refused at the start", async () => {
  const client = { ...webClient, id_token_signed_response_alg: "none" };
  await assert.rejects(
    setUpProvider({ clients: [client] }),
    /id_token_signed_response_alg of the client "web" must be one of RS256, ES256/,
  );
});
