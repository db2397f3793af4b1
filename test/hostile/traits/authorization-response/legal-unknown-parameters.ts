import { append } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "parameters that no specification names, some of them empty",
  odd: { authorization: append(["x", ""], ["session_state", "a.b"], ["scope", "openid email"], ["prompt", "none"]) },
};
