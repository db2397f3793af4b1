import { createRelyingParty, type RelyingParty } from "ts-identity-model/relying-party";
import { createResourceServer, type ResourceServer } from "ts-identity-model/resource-server";

/** What every application here is made of: a resource server for its API, and a relying party for its pages. */
export interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

export const createIdentity = (issuer: string, baseUrl: string): Identity => ({
  api: createResourceServer({ issuer, audience: baseUrl, algorithms: ["RS256", "ES256"], baseUrl, metadata: {} }),
  login: createRelyingParty({
    client: { issuer, client: { client_id: "web", client_secret: "web-secret" } },
    secrets: "thirty-two characters, kept secret",
    baseUrl,
  }),
});
