import { type UserinfoResponse, userinfoResponseSchema } from "../../generated/messages/userinfo-response.ts";
import { mediaTypes } from "../constants/media-types.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { type AnswerClaims, mediaTypeOf, requireJwtAnswer, verifySignedAnswer } from "../exchange/jwt-answer.ts";
import { type ReadOptions, reportChecked } from "../exchange/read-message.ts";
import { chooseResponseAlgorithms } from "../exchange/response-algorithms.ts";
import type { HttpAnswer } from "../http/types.ts";
import { isCompactJwe } from "../jose/compact-jwe.ts";
import type { DecryptedJwe } from "../jose/decrypt-jwe.ts";
import { parseJsonPart } from "../jose/jws.ts";
import { checkJwtType } from "../jose/jwt-type.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import { missingDecryptionKey } from "../jose/missing-decryption-key.ts";
import { refuseForeignClaims } from "../jwt-profiles/refuse-foreign-claims.ts";
import { userinfoResponseJwtProfile as profile } from "../jwt-profiles/userinfo-response-jwt.ts";
import { checkMessage } from "../schema/check.ts";
import { deepFreeze } from "../util/deep-freeze.ts";

/** The media type that the client asks for: of a JWT where its registration says so. */
export function acceptedUserinfo(context: ExchangeContext): string {
  return isJwtRegistered(context) ? mediaTypes.jwt : mediaTypes.json;
}

/**
 * Whether an answer is to be read as a JWT: always where the client is registered for one; else where it calls itself one and the
 * server announces algorithms that it could be signed with.
 */
export function isUserinfoJwt(context: ExchangeContext, answer: HttpAnswer): boolean {
  if (isJwtRegistered(context)) return true;
  return answer.status === 200 && mediaTypeOf(answer) === mediaTypes.jwt && chooseAlgorithms(context).length > 0;
}

/**
 * Makes sure, before anything is sent, that a signed answer could be believed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the server announces none of the registered algorithms
 */
export function checkUserinfoAlgorithms(context: ExchangeContext): void {
  if (context.userinfoAlgorithms !== undefined) chooseAlgorithms(context);
}

/**
 * Reads a userinfo response that is a JWT: signed, or signed and then encrypted. One that is encrypted and not signed is read where
 * the registration says encryption and no signature; then, as with JSON, the connection vouches for it.
 * @see OpenID Connect Core §5.3.2
 */
export async function readUserinfoJwt(
  context: ExchangeContext,
  answer: HttpAnswer,
  options: ReadOptions & Pick<CallOptions, "signal">,
): Promise<UserinfoResponse> {
  const text = requireJwtAnswer(context, answer, mediaTypes.jwt);
  const { userinfoAlgorithms, userinfoEncryption, clientId } = context;
  if (userinfoAlgorithms === undefined && userinfoEncryption !== undefined && isCompactJwe(text)) {
    const content = await decryptContent(context, text);
    if (content.header.cty === undefined) return readDecrypted(context, answer, { ...options, content });
  }
  return verifySignedAnswer(context, answer, {
    ...options,
    profile,
    algorithms: chooseAlgorithms(context),
    encryption: userinfoEncryption,
    isForMe: (audiences) => audiences.includes(clientId),
  });
}

async function decryptContent(
  { decryption, userinfoEncryption }: ExchangeContext,
  text: string,
): Promise<DecryptedJwe> {
  const decrypt = decryption(userinfoEncryption)?.decryptContent;
  if (decrypt === undefined) throw missingDecryptionKey(profile.name);
  return decrypt(text, profile);
}

/** Claims that are encrypted and not signed. Issuer, audience and times count where they are there. */
function readDecrypted(
  context: ExchangeContext,
  answer: HttpAnswer,
  { content: { header, plaintext }, ...options }: ReadOptions & { readonly content: DecryptedJwe },
): UserinfoResponse {
  const { name } = profile;
  checkJwtType(header, profile);
  const { tolerate } = context;
  const checked = checkMessage(userinfoResponseSchema, parseJsonPart(plaintext, `${name} payload`), { tolerate });
  if (!checked.ok) throw new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: name, issues: checked.issues });
  verifyPresentClaims(context, checked.message);
  reportChecked(context, answer, userinfoResponseSchema, options);
  for (const deviation of checked.tolerated)
    context.report?.({ type: "tolerated", message: userinfoResponseSchema.name, endpoint: answer.endpoint, deviation });
  return deepFreeze(checked.message);
}

function verifyPresentClaims(
  { metadata, clientId, clock, clockToleranceSeconds }: ExchangeContext,
  claims: Partial<AnswerClaims>,
): void {
  const { iss, aud = clientId } = claims;
  if (iss !== undefined && iss !== metadata.issuer) throw failure("ERR_VERIFICATION_ISSUER", "iss");
  if (!(typeof aud === "string" ? [aud] : aud).includes(clientId)) throw failure("ERR_VERIFICATION_AUDIENCE", "aud");
  refuseForeignClaims(claims, profile);
  verifyValidity(claims, { name: profile.name, clock, clockToleranceSeconds });
}

function failure(code: "ERR_VERIFICATION_ISSUER" | "ERR_VERIFICATION_AUDIENCE", parameter: string): VerificationError {
  return new VerificationError(code, {
    message: `The ${parameter} of the ${profile.name} is not the expected one.`,
    parameter,
    specification: specification(profile.document, profile.section),
  });
}

function isJwtRegistered({ userinfoAlgorithms, userinfoEncryption }: ExchangeContext): boolean {
  return userinfoAlgorithms !== undefined || userinfoEncryption !== undefined;
}

function chooseAlgorithms({ metadata, userinfoAlgorithms: registered }: ExchangeContext): readonly string[] {
  return chooseResponseAlgorithms(profile, { metadata, registered });
}
