import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "the client among many audiences, with azp",
  odd: { idToken: { claims: set({ aud: ["api", "client-2", clientId, "client-3"], azp: clientId }) } },
};
