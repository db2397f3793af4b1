import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "claims that no specification names, several audiences with azp",
  odd: { logoutToken: { claims: set({ aud: [clientId, "client-2"], azp: clientId, "x-y": [], toe: 1 }) } },
};
