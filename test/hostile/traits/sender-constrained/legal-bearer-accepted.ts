import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a bearer token, where the client was told to accept one",
  setting: { dpop: { acceptBearerTokens: true } },
  odd: { token: set({ token_type: "Bearer" }) },
};
