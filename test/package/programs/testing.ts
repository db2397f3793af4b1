import { createClient } from "ts-identity-model";
import { createTestProvider, hostileMutations, interceptFetch, mutate } from "ts-identity-model/testing";

const provider = createTestProvider({ client: { scope: "openid" } });
const { issuer, client, fetch, clock } = provider;
const application = createClient({ issuer, client, fetch, clock });
const { url, transaction } = await application.startAuthorization({ scope: "openid" });
const callback = await provider.signIn(url);
for (const { name, place, code } of hostileMutations)
  if (place === "callback") console.log(await mutate(callback, name), code);
const { claims } = await application.finishAuthorization(callback, transaction);
if (claims?.sub !== "ada") throw new Error("Nobody is signed in.");
{
  using interception = interceptFetch(provider);
  interception.restore();
}
