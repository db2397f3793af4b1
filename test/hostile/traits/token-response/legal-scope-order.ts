import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a smaller scope than was asked for",
  odd: { token: set({ scope: "email openid" }) },
};
