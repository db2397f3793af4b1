import type { Confirmation } from "../../generated/messages/confirmation.ts";
import type { DPoPProofPolicy } from "../dpop/proof-policy.ts";
import { type VerifiedDPoPProof, verifyDPoPProof } from "../dpop/verify-proof.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { certificateThumbprint } from "../jose/certificate-thumbprint.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { deepFreeze } from "../util/deep-freeze.ts";

/** How a token was presented. */
export interface TokenPresentation {
  readonly scheme: "Bearer" | "DPoP";
  readonly token: string;
  readonly proof?: string | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly certificate?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** What a resource demands of bindings. */
export interface BindingRules {
  /** `undefined` where the scheme DPoP is not known. */
  readonly dpop: DPoPProofPolicy | undefined;
  readonly requireBinding: boolean;
}

/** To what a token is bound, each of which the sender has shown to hold. */
export interface VerifiedBinding {
  readonly boundTo: readonly ("jkt" | "x5t#S256")[];
  readonly proof: VerifiedDPoPProof | undefined;
}

/**
 * Verifies that whoever presents a token holds every key that it is bound to. A token that is bound in ways that are all unknown here is refused, as is a bound token that is
 * presented as if it were not.
 *
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_BINDING`, `ERR_VERIFICATION_DPOP_PROOF`, `ERR_VERIFICATION_DPOP_NONCE`
 * @see RFC 7800 §3.1
 * @see RFC 8705 §3
 * @see RFC 9449 §7.1
 * @see RFC 9449 §7.2
 */
export function verifyBinding(
  confirmation: Confirmation | undefined,
  presentation: TokenPresentation,
  rules: BindingRules,
): VerifiedBinding | Promise<VerifiedBinding> {
  const { dpop, requireBinding } = rules;
  const { jkt, "x5t#S256": thumbprint } = confirmation ?? {};
  const { scheme, proof } = presentation;
  if (confirmation === undefined ? requireBinding : jkt === undefined && thumbprint === undefined) {
    const how = confirmation === undefined ? "not bound to a key" : "bound in a way that is not known here";
    throw unbound("cnf", `The access token is ${how}.`, ["rfc7800", "3.1"]);
  }
  if (scheme === "DPoP" && jkt === undefined)
    throw unbound("cnf", "The access token is not bound to a DPoP key, yet presented with the scheme DPoP.");
  if (scheme !== "DPoP" && (jkt !== undefined || (proof !== undefined && dpop !== undefined)))
    throw unbound("Authorization", "A token of DPoP is not accepted with the scheme Bearer.", ["rfc9449", "7.2"]);
  if (confirmation === undefined) return boundToNothing;
  return verifyKeys(confirmation, presentation, dpop);
}

async function verifyKeys(
  { jkt, "x5t#S256": thumbprint }: Confirmation,
  { proof, certificate, token, method = "", url = "" }: TokenPresentation,
  dpop: DPoPProofPolicy | undefined,
): Promise<VerifiedBinding> {
  if (thumbprint !== undefined) await verifyCertificate(thumbprint, certificate);
  if (jkt === undefined) return boundToCertificate;
  if (dpop === undefined) throw unbound("cnf", "The access token is bound to a DPoP key, which is not accepted here.");
  const verified = await verifyDPoPProof(proof, { ...dpop, method, url, accessToken: token, jkt });
  const boundTo = Object.freeze(thumbprint === undefined ? (["jkt"] as const) : (["jkt", "x5t#S256"] as const));
  return { boundTo, proof: verified };
}

async function verifyCertificate(expected: string, certificate: TokenPresentation["certificate"]): Promise<void> {
  const section = ["rfc8705", "3"] as const;
  if (certificate === undefined)
    throw unbound("x5t#S256", "The access token is bound to a certificate, and the connection has none.", section);
  if (equalConstantTime(await certificateThumbprint(certificate), expected)) return;
  throw unbound("x5t#S256", "The access token is bound to another certificate than that of the connection.", section);
}

function unbound(
  parameter: string,
  message: string,
  [document, section]: readonly [string, string] = ["rfc9449", "7.1"],
): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_BINDING", {
    message,
    parameter,
    specification: specification(document, section),
  });
}

/** The binding of a token that is bound to nothing; not worth a promise, because most tokens are. */
export const boundToNothing: VerifiedBinding = /* @__PURE__ */ deepFreeze<VerifiedBinding>({
  boundTo: [],
  proof: undefined,
});
const boundToCertificate: VerifiedBinding = /* @__PURE__ */ deepFreeze<VerifiedBinding>({
  boundTo: ["x5t#S256"],
  proof: undefined,
});
