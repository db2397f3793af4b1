import { append } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "an empty error beside the code, which says nothing",
  odd: { authorization: append(["error", ""], ["error_description", ""]) },
};
