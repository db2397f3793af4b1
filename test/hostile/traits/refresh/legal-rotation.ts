import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "a new refresh token, no ID token, a smaller scope",
  odd: {
    token: (honest) => ({
      access_token: honest.access_token,
      token_type: "Bearer",
      refresh_token: "refresh-secret-2",
      scope: "email",
    }),
  },
};
