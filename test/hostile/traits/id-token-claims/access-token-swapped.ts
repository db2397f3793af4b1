import { accessToken } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another access token beside the honest ID token",
  evil: { token: set({ access_token: "access-secret-9" }) },
  twin: { token: set({ access_token: accessToken }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
