import { fapi2SecurityLabel } from "../../../generated/documents.ts";
import { VerificationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { KeySource } from "../../jose/key-source.ts";
import { fapiAlgorithms } from "./fapi-option-rules.ts";

/**
 * Gives the server's keys only for algorithms of the profile, so that no JWT of another one is ever verified, whatever it is.
 * @throws VerificationError `ERR_VERIFICATION_ALGORITHM` from `find`
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export function guardKeys(keys: KeySource): KeySource {
  return Object.freeze<KeySource>({
    ...keys,
    async find(header, signal) {
      // Nothing is verified with none; it asks for the keys to be at hand.
      if (fapiAlgorithms.includes(header.alg) || header.alg === "none") return keys.find(header, signal);
      throw new VerificationError("ERR_VERIFICATION_ALGORITHM", {
        message: `The alg of the JWT must be one of ${fapiAlgorithms.join(", ")}.`,
        parameter: "alg",
        specification: specification("fapi2-security", "5.4.1", [fapi2SecurityLabel]),
      });
    },
  });
}
