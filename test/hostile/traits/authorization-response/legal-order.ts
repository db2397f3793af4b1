import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "parameters in another order",
  odd: { authorization: (honest) => [...honest].reverse() },
};
