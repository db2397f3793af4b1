export { type ContentDigestAlgorithm, createContentDigest, verifyContentDigest } from "./content-digest.ts";
export {
  createFapiHttpSignatures,
  type FapiHttpSignatures,
  type FapiHttpSignaturesOptions,
  type FapiResponseSignatures,
} from "./fapi-signatures.ts";
export type { HeaderFields, RequestMessage, ResponseMessage } from "./http-message.ts";
export { type SignatureFields, type SignatureOptions, signRequest, signResponse } from "./sign-message.ts";
export {
  type SignaturePolicy,
  type VerifiedSignature,
  verifyRequestSignature,
  verifyResponseSignature,
} from "./verify-message.ts";
