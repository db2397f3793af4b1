import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a kid of four thousand characters",
  odd: {
    jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], kid: "k".repeat(4000) }] : [] }),
    idToken: { header: set({ kid: "k".repeat(4000) }) },
  },
};
