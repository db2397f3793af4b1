import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a sub of 255 characters and a picture with a long address",
  odd: { idToken: { claims: set({ sub: "s".repeat(255), picture: `https://example.com/${"p".repeat(8000)}` }) } },
};
