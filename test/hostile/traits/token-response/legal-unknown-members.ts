import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names (RFC 6749 §5.1)",
  odd: {
    token: set({
      "not-before-policy": 0,
      ext_expires_in: "x",
      error_codes: [],
      user: null,
      constructor: 1,
      toString: "x",
    }),
  },
};
