import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names, names in languages",
  odd: { resourceMetadata: set({ "resource_name#de": "API", "x-y": null, scopes_supported: ["a:b", "c"] }) },
};
