import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names",
  odd: { backchannel: set({ interval: undefined, hint: null, "x-y": [1] }) },
};
