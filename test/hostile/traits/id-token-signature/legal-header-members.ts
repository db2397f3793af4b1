import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "header members that nobody here knows",
  odd: { idToken: { header: set({ typ: "JWT", cty: "x", x5t: "NTk5Nzk2", "x-y": { a: [] }, nonce: 1 }) } },
};
