import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names",
  odd: { introspection: set({ "x-y": null, roles: ["a"], username: "ada", token_type: "Bearer" }) },
};
