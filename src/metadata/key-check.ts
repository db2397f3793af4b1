import type { MessageSchema } from "../../generated/message-schema.ts";
import { type Jwk, jwkSchema } from "../../generated/messages/jwk.ts";
import { jwkAkpSchema } from "../../generated/messages/jwk-akp.ts";
import { jwkEcSchema } from "../../generated/messages/jwk-ec.ts";
import { jwkOkpSchema } from "../../generated/messages/jwk-okp.ts";
import { jwkRsaSchema } from "../../generated/messages/jwk-rsa.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { checkJoseObject } from "../jose/check-jose-object.ts";
import { hasSecretMembers } from "../jose/key-material.ts";
import { checkMessage } from "../schema/check.ts";

/** Why an entry of a JWK Set was left out. */
export type SkippedKeyReason = "malformed" | "unknown-kty" | "secret" | "repeated" | "too-many";

/** Judges one entry of a JWK Set. */
export type KeyCheck = (entry: unknown) => Judgement;

/** What an entry is. */
export type Judgement =
  | { readonly ok: true; readonly key: Jwk }
  | { readonly ok: false; readonly reason: SkippedKeyReason; readonly issues: readonly ValidationIssue[] };

/** Checks that an entry is a public key of a known type, every member included. */
export function checkPublicKey(entry: unknown): Judgement {
  const checked = checkJoseObject(jwkSchema, entry);
  if (!checked.ok) return { ok: false, reason: "malformed", issues: checked.issues };
  const key = checked.message;
  if (hasSecretMembers(key)) return { ok: false, reason: "secret", issues: [] };
  const schema = Object.hasOwn(publicKeySchemas, key.kty) ? publicKeySchemas[key.kty] : undefined;
  if (schema === undefined) return { ok: false, reason: "unknown-kty", issues: [] };
  const checkedByType = checkMessage(schema, key);
  return checkedByType.ok ? { ok: true, key } : { ok: false, reason: "malformed", issues: checkedByType.issues };
}

/** By `kty`. Symmetric keys are not among them: they are secrets, and `hasSecretMembers` has refused them. */
const publicKeySchemas: Readonly<Record<string, MessageSchema<Jwk>>> = {
  RSA: jwkRsaSchema,
  EC: jwkEcSchema,
  OKP: jwkOkpSchema,
  AKP: jwkAkpSchema,
};
