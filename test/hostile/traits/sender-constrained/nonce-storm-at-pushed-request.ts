import { json } from "../../../fixtures/fake-server.ts";
import { demand, storm } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another nonce for every pushed request, for ever",
  setting: { via: "pushed" },
  evil: { pushed: storm() },
  twin: {
    pushed: (honest, request) => {
      const given = demand("n-1")(honest, request);
      return given instanceof Response ? given : json(given, 201);
    },
  },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /refused the one it had sent/ },
};
