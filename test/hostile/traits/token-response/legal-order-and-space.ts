import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "members in another order with white space everywhere",
  odd: {
    token: (honest) =>
      new Response(JSON.stringify(Object.fromEntries(Object.entries(honest).reverse()), undefined, "\t\r\n "), {
        headers: { "content-type": "application/json;charset=UTF-8" },
      }),
  },
};
