import { readDPoPProof, verifyDPoPProof } from "../../dpop/verify-proof.ts";
import { isVerificationError } from "../../errors/families.ts";
import { isFormType } from "../../http/request-body.ts";
import { listAsymmetricAlgorithms } from "../../jose/algorithms.ts";
import { certificateThumbprint } from "../../jose/certificate-thumbprint.ts";
import { equalConstantTime } from "../../util/constant-time.ts";
import type { ProviderContext } from "../context.ts";
import { writeChallenge } from "../http/challenge.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { endpointUrl } from "../http/endpoint-url.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";
import { claimFor } from "../throttling/claim-replay.ts";
import { findAccessToken, type LiveAccessToken } from "./find-access-token.ts";

/** How a token came. */
export interface PresentedToken {
  readonly scheme: "Bearer" | "DPoP";
  readonly text: string;
}

/** A token whose sender may use it, and what to send along. */
export interface AcceptedToken extends LiveAccessToken {
  /** `DPoP-Nonce`, where the client should learn a new one. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Finds the access token of a request at a resource of the provider: in the `Authorization` field, or of a POST in its form; one of them, and never in the query.
 * @returns `undefined` where there is none
 * @throws ProtocolRefusal `invalid_request` for more than one, for one in the query, and for a field that is malformed
 * @see RFC 6750 §2
 * @see RFC 9449 §7.1
 */
export async function readPresentedToken(
  context: ProviderContext,
  request: EndpointRequest,
): Promise<PresentedToken | undefined> {
  const { raw } = request;
  if (new URL(raw.url).searchParams.has("access_token"))
    throw malformed(context, "The access token must not stand in the query (RFC 9700 §4.3.2).");
  const isForm = raw.method === "POST" && isFormType(raw.headers.get("content-type"));
  const inForm = isForm ? readParameter(await readForm(request), "access_token") : undefined;
  const field = raw.headers.get("authorization");
  if (field === null) return inForm === undefined ? undefined : { scheme: "Bearer", text: inForm };
  const [, scheme = "", text = ""] = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(field) ?? [];
  if (scheme === "") throw malformed(context, "The Authorization field must be one Bearer or DPoP token.");
  if (inForm !== undefined) throw malformed(context, "The request has more than one access token (RFC 6750 §2).");
  return { scheme: scheme.toLowerCase() === "dpop" ? "DPoP" : "Bearer", text };
}

/**
 * Judges an access token that was presented: good now, and every key it is bound to shown.
 * @throws ProtocolRefusal `invalid_token`, `invalid_dpop_proof`, `use_dpop_nonce`, each with its challenge
 * @see RFC 9449 §7.1
 * @see RFC 8705 §3
 */
export async function acceptToken(
  context: ProviderContext,
  request: EndpointRequest,
  { scheme, text }: PresentedToken,
): Promise<AcceptedToken> {
  const live = await findAccessToken(context, text);
  if (live === undefined) throw invalidToken(context, "The access token is unknown, expired or revoked.");
  const { jkt, "x5t#S256": thumbprint } = live.token.confirmation ?? {};
  if (thumbprint !== undefined && !(await hasCertificate(request, thumbprint)))
    throw invalidToken(context, "The access token is bound to another certificate than that of the connection.");
  if (jkt === undefined) {
    if (scheme === "DPoP" || request.raw.headers.has("dpop"))
      throw invalidToken(context, "The access token is not bound to a key of DPoP.");
    return { ...live, headers: {} };
  }
  if (scheme !== "DPoP") throw invalidToken(context, "The access token is bound to a key: use the scheme DPoP.");
  return { ...live, headers: await verifyProof(context, request, { text, jkt }) };
}

/**
 * The refusal for a token that is not accepted.
 * @see RFC 6750 §3.1
 */
export function invalidToken(context: ProviderContext, description: string): ProtocolRefusal {
  return refuse("invalid_token", { description, headers: challenge(context, "invalid_token", description) });
}

/** The refusal for a token that is good, and not for this. */
export function insufficientScope(context: ProviderContext, scope: string): ProtocolRefusal {
  const description = `The access token was not issued for ${scope}.`;
  const headers = challenge(context, "insufficient_scope", description, { scope });
  return refuse("insufficient_scope", { description, headers });
}

/** Challenges for a request without a token: nothing is said to be wrong with it. */
export function missingToken(context: ProviderContext): Response {
  const headers = { "WWW-Authenticate": writeChallenges(context, {}), "Cache-Control": "no-store" };
  return new Response(null, { status: 401, headers });
}

async function hasCertificate({ connection }: EndpointRequest, thumbprint: string): Promise<boolean> {
  const { clientCertificate } = connection;
  return (
    clientCertificate !== undefined && equalConstantTime(await certificateThumbprint(clientCertificate), thumbprint)
  );
}

async function verifyProof(
  context: ProviderContext,
  request: EndpointRequest,
  { text: accessToken, jkt }: { readonly text: string; readonly jkt: string },
): Promise<Readonly<Record<string, string>>> {
  const { raw } = request;
  const policy = await context.dpop();
  const replayStore = claimFor(context, request, { jkt });
  const expected = { ...policy, replayStore, method: raw.method, url: endpointUrl(context, request), accessToken, jkt };
  try {
    const { newNonce } = await verifyDPoPProof(readDPoPProof(raw.headers), expected);
    return newNonce === undefined ? {} : { "DPoP-Nonce": newNonce };
  } catch (error) {
    if (!isVerificationError(error)) throw error;
    if (error.code === "ERR_VERIFICATION_TOKEN_BINDING")
      throw invalidToken(context, "The access token is bound to another key than that of the proof.");
    const needsNonce = error.code === "ERR_VERIFICATION_DPOP_NONCE";
    const name = needsNonce ? "use_dpop_nonce" : "invalid_dpop_proof";
    const description = needsNonce ? "The DPoP proof needs the nonce of this answer." : error.message;
    const nonce = needsNonce ? { "DPoP-Nonce": (await policy.nonces?.issue()) ?? "" } : {};
    const parameters = { error: name, error_description: description, algs: listAsymmetricAlgorithms().join(" ") };
    const headers = { "WWW-Authenticate": writeChallenge("DPoP", parameters), ...nonce };
    throw refuse(name, { description, status: 401, headers, cause: error });
  }
}

function malformed(context: ProviderContext, description: string): ProtocolRefusal {
  return refuse("invalid_request", { description, headers: challenge(context, "invalid_request", description) });
}

function challenge(
  context: ProviderContext,
  error: string,
  description: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { "WWW-Authenticate": writeChallenges(context, { error, error_description: description, ...more }) };
}

/** A client may use either scheme, so both are told. */
function writeChallenges({ issuer }: ProviderContext, parameters: Readonly<Record<string, string>>): string {
  const algs = listAsymmetricAlgorithms().join(" ");
  return [
    writeChallenge("Bearer", { realm: issuer, ...parameters }),
    writeChallenge("DPoP", { realm: issuer, ...parameters, algs }),
  ].join(", ");
}
