import { set } from "../../mutate.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "an interval of nothing: the poller pauses all the same",
  setting: { via: "poll" },
  odd: {
    device: set({ interval: 0 }),
    token: (honest, { form }) => (form.get("device_code") === "code-secret-device" ? honest : {}),
  },
};
