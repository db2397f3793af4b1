import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "claims that no specification names, and a name of a thousand characters",
  odd: { userinfo: set({ "https://example.com/x": null, groups: [{ id: 1 }], name: "n".repeat(1000), iss: issuer }) },
};
