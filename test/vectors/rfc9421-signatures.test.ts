import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import type { RequestMessage, ResponseMessage } from "../../src/http-signatures/http-message.ts";
import { signRequest } from "../../src/http-signatures/sign-message.ts";
import { createSignatureBase } from "../../src/http-signatures/signature-base.ts";
import { findSignature } from "../../src/http-signatures/signature-fields.ts";
import {
  type SignaturePolicy,
  type VerifiedSignature,
  verifyRequestSignature,
  verifyResponseSignature,
} from "../../src/http-signatures/verify-message.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { readVectors } from "./read-vectors.ts";

interface Vector {
  readonly section: string;
  readonly label: string;
  readonly kid: string;
  readonly jwk: Jwk;
  readonly privateJwk?: Jwk;
  readonly algorithm: string;
  readonly request: RequestMessage;
  readonly response?: ResponseMessage;
  readonly "signature-input": string;
  readonly signature: string;
  readonly base: string;
}

const vectors = readVectors<Vector>("rfc9421-signatures");

function signed<Message extends RequestMessage | ResponseMessage>(message: Message, vector: Vector): Message {
  const { "signature-input": input, signature } = vector;
  return { ...message, headers: { ...message.headers, "signature-input": input, signature } };
}

function verify(vector: Vector, changes: Partial<SignaturePolicy> = {}): Promise<VerifiedSignature> {
  const { request, response, jwk, kid, label, algorithm } = vector;
  const keys = createStaticKeySource({ keys: [{ ...jwk, kid }] });
  const clock = (): number => 1_618_884_490_000;
  const policy = { keys, algorithms: [algorithm], components: [], label, clock, ...changes };
  return response === undefined
    ? verifyRequestSignature(signed(request, vector), policy)
    : verifyResponseSignature(signed(response, vector), request, policy);
}

test("sees every example", () => assert.equal(vectors.length, 11));

for (const vector of vectors) {
  test(`makes the signature base that ${vector.id} prints`, () => {
    const { request, response, label } = vector;
    const { covered } = findSignature(signed(response ?? request, vector).headers, { label });
    assert.equal(createSignatureBase({ request, response }, covered), vector.base);
  });

  test(`verifies ${vector.id} with the key that is printed`, async () => {
    const { label, keyId, algorithm } = await verify(vector);
    assert.deepEqual([label, keyId, algorithm], [vector.label, vector.kid, vector.algorithm]);
  });

  test(`refuses ${vector.id} with another key`, async () => {
    const { jwk: own } = vector;
    const other = vectors.find(({ jwk }) => jwk.kty === own.kty && jwk.n !== own.n)?.jwk ?? fakeKey(own);
    await assert.rejects(verify({ ...vector, jwk: other }), { code: "ERR_VERIFICATION_SIGNATURE" });
  });

  test(`refuses ${vector.id} for another message`, async () => {
    const { request, response } = vector;
    const method = request.method === "GET" ? "HEAD" : "PUT";
    const url = "https://other.example/bar";
    const changed = response === undefined ? undefined : { ...response, status: 418 };
    const isMinimal = vector.base.startsWith('"@signature-params"');
    const attempt = verify({ ...vector, request: { ...request, method, url }, ...(changed && { response: changed }) });
    if (isMinimal) await attempt;
    else await assert.rejects(attempt, { name: "VerificationError" });
  });
}

/** Another point of the same curve: the base point, or another key of RFC 8037. */
function fakeKey({ kty, crv }: Jwk): Jwk {
  return kty === "EC"
    ? {
        kty,
        crv: String(crv),
        x: "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
        y: "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
      }
    : { kty: String(kty), crv: String(crv), x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
}

test("signs rfc9421-B.2.6 to the same octets, because Ed25519 has one signature only", async () => {
  const vector = vectors.find(({ privateJwk }) => privateJwk !== undefined);
  assert.ok(vector?.privateJwk);
  const fields = await signRequest(vector.request, {
    key: vector.privateJwk,
    keyId: vector.kid,
    label: vector.label,
    components: ["Date", "@method", "@path", "@authority", "content-type", "content-length"],
    clock: () => 1_618_884_473_999,
  });
  assert.deepEqual(fields, { "signature-input": vector["signature-input"], signature: vector.signature });
});
