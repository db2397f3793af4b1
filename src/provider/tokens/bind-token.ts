import { readDPoPProof, verifyDPoPProof } from "../../dpop/verify-proof.ts";
import { isVerificationError } from "../../errors/families.ts";
import { certificateThumbprint } from "../../jose/certificate-thumbprint.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { endpointUrl } from "../http/endpoint-url.ts";
import { refuse } from "../http/refusal.ts";
import type { Confirmation } from "../stores/records.ts";
import { claimFor } from "../throttling/claim-replay.ts";

/** What the tokens of a response will be bound to, and what to send along. */
export interface TokenBinding {
  readonly confirmation?: Confirmation | undefined;
  /** `DPoP-Nonce`, where the client should learn a new one. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Finds out what a client wants its tokens bound to: the key of its DPoP proof, or its TLS certificate.
 * @throws ProtocolRefusal `invalid_dpop_proof`, `use_dpop_nonce` with a nonce, and `invalid_request` where the client must bind its tokens and does not
 * @see RFC 9449 §5
 * @see RFC 8705 §3
 */
export async function bindToken(
  context: ProviderContext,
  request: EndpointRequest,
  client: RegisteredClient,
): Promise<TokenBinding> {
  const { raw, connection } = request;
  const { dpop_bound_access_tokens: needsProof = false, tls_client_certificate_bound_access_tokens: needsCertificate } =
    client.metadata;
  const certificate = needsCertificate === true ? connection.clientCertificate : undefined;
  if (needsCertificate === true && certificate === undefined)
    throw refuse(
      "invalid_request",
      "The client's tokens are bound to its TLS certificate, and the connection has none.",
    );
  const thumbprint = certificate === undefined ? {} : { "x5t#S256": await certificateThumbprint(certificate) };
  if (!raw.headers.has("dpop")) {
    if (needsProof)
      throw refuse("invalid_dpop_proof", "The client's tokens are bound to a key: a DPoP proof is needed.");
    return { confirmation: certificate === undefined ? undefined : thumbprint, headers: {} };
  }
  const { jkt, newNonce } = await verifyRequestProof(context, request, client);
  const headers = newNonce === undefined ? {} : { "DPoP-Nonce": newNonce };
  return { confirmation: { ...thumbprint, jkt }, headers };
}

/**
 * Verifies the DPoP proof of a request to one of the provider's own endpoints.
 * @throws ProtocolRefusal `invalid_dpop_proof`, `use_dpop_nonce` with a nonce
 * @see RFC 9449 §5
 */
export async function verifyRequestProof(
  context: ProviderContext,
  request: EndpointRequest,
  client: RegisteredClient,
): Promise<{ readonly jkt: string; readonly newNonce: string | undefined }> {
  const { raw } = request;
  const policy = await context.dpop();
  try {
    return await verifyDPoPProof(readDPoPProof(raw.headers), {
      ...policy,
      replayStore: claimFor(context, request, { client }),
      method: raw.method,
      url: endpointUrl(context, request),
    });
  } catch (error) {
    if (!isVerificationError(error)) throw error;
    if (error.code !== "ERR_VERIFICATION_DPOP_NONCE")
      throw refuse("invalid_dpop_proof", { description: error.message, cause: error });
    const headers = { "DPoP-Nonce": (await policy.nonces?.issue()) ?? "" };
    throw refuse("use_dpop_nonce", { description: "The DPoP proof needs the nonce of this answer.", headers });
  }
}
