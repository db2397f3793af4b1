import { json } from "../../../fixtures/fake-server.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a new nonce with every answer (RFC 9449 §8.2)",
  odd: { token: (honest) => json(honest, 200, { "dpop-nonce": "n-2" }) },
};
