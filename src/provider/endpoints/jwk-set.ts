import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";

/**
 * The public keys of the provider.
 * @see RFC 7517 §5
 */
export const jwkSetRoute: Route = {
  path: "/jwks",
  methods: ["GET"],
  kind: "document",
  metadata: "jwks_uri",
  async handle({ keys }) {
    const headers = { "Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=900" };
    return respondJson(await keys.jwks(), { headers });
  },
};
