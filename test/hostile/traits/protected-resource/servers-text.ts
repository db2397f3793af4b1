import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "authorization servers as text",
  evil: { resourceMetadata: set({ authorization_servers: issuer }) },
  twin: { resourceMetadata: set({ authorization_servers: [issuer] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_servers" },
};
