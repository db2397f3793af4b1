import { omit } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "no kid, where one key fits",
  odd: { idToken: { header: omit("kid") } },
};
