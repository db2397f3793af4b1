import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names",
  odd: { device: set({ message: "Go there", verification_url: "javascript:alert(1)", qr: null }) },
};
