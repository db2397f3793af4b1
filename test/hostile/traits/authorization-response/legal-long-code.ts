import { append } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a code of eight thousand characters",
  odd: { authorization: append(["x", "x".repeat(8000)]) },
};
