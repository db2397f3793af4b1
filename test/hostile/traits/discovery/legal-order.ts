import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members in an unusual order",
  odd: { metadata: (honest) => Object.fromEntries(Object.entries(honest).reverse()) },
};
