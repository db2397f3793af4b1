import { set } from "../../mutate.ts";
import { resource } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a resource with a fragment (RFC 9728 §1.2)",
  evil: { resourceMetadata: set({ resource: `${resource}#a` }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/resource" },
};
