import { jwsAlgorithmNames } from "../../constants/jws-algorithms.ts";
import type { ResponseMode } from "../../constants/response-modes.ts";
import { responseModes } from "../../constants/response-modes.ts";

/** Names of the profiles. */
export type ProviderProfileName = "fapi2-security" | "fapi2-message-signing" | "oauth21";

/** What a profile demands at run time. */
export interface ProviderProfile {
  /** Whether every authorization request is pushed. */
  readonly isPushed: boolean;
  /** Whether every authorization request is a signed object. */
  readonly isSigned: boolean;
  /** Whether clients prove who they are with a key, and all tokens are bound to one. */
  readonly isBound: boolean;
  /** Algorithms of every JWT, whoever signs it. Left out: those of the library. */
  readonly algorithms?: readonly string[] | undefined;
  /** The response modes that are left. Left out: all. */
  readonly responseModes?: readonly ResponseMode[] | undefined;
}

/** Finds the rules of a profile; without a name they are the provider's own. */
export function findProfile(name: ProviderProfileName | undefined): ProviderProfile {
  return name === undefined ? plain : profiles[name];
}

/** Whether a profile is one of FAPI 2.0. */
export function isFapi(name: ProviderProfileName | undefined): boolean {
  return findProfile(name).isBound;
}

/**
 * Algorithms that JWTs may be signed with, whoever signs them.
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export const fapiAlgorithms: readonly string[] = [
  jwsAlgorithmNames.ps256,
  jwsAlgorithmNames.es256,
  jwsAlgorithmNames.edDsa,
  jwsAlgorithmNames.ed25519,
];

const plain: ProviderProfile = { isPushed: false, isSigned: false, isBound: false };
const security: ProviderProfile = { isPushed: true, isSigned: false, isBound: true, algorithms: fapiAlgorithms };
const profiles: Readonly<Record<ProviderProfileName, ProviderProfile>> = {
  oauth21: plain,
  "fapi2-security": security,
  "fapi2-message-signing": {
    isPushed: true,
    isSigned: true,
    isBound: true,
    algorithms: fapiAlgorithms,
    responseModes: [responseModes.jwt, responseModes.queryJwt, responseModes.fragmentJwt, responseModes.formPostJwt],
  },
};
