import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a lifetime beyond every date",
  odd: { token: set({ expires_in: 1e306 }) },
};
