import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members that no specification names, of any type (RFC 8414 §3.2)",
  odd: { metadata: set({ "x-y": null, claims: 1, constructor: [], vendor: { issuer: "https://evil.example" } }) },
};
