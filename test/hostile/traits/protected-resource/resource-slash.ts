import { set } from "../../mutate.ts";
import { resource } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a resource with a slash more",
  evil: { resourceMetadata: set({ resource: `${resource}/` }) },
  twin: { resourceMetadata: set({ resource }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "resource" },
};
