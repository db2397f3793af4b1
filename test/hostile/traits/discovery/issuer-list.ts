import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer that is a list with the right one",
  evil: { metadata: set({ issuer: [issuer] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/issuer" },
};
