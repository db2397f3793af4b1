import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer with a slash more",
  evil: { idToken: { claims: set({ iss: `${issuer}/` }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
