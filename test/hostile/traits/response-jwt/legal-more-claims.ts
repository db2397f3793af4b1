import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: LegalTrait = {
  name: "claims that no specification names, and jti",
  odd: { responseJwt: { claims: set({ jti: "j", iat: now, session_state: "a.b", "x-y": {} }) } },
};
