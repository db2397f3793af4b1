import { omit } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "tokens without a lifetime, without a refresh token",
  odd: { token: omit("expires_in", "refresh_token") },
};
