import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "another name, other grants and members that no specification names",
  odd: {
    registration: set({
      client_name: "n".repeat(2000),
      grant_types: ["authorization_code"],
      "x-y": [],
      "client_name#de": "N",
    }),
  },
};
