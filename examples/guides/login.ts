import { clientSecretBasic } from "ts-identity-model/client-auth";
import { createExchangeContext, createHttp, finishLogin, startLogin } from "ts-identity-model/endpoints";
import { createLoginKeys, fetchLoginMetadata } from "ts-identity-model/metadata";

const http = createHttp();
const { metadata } = await fetchLoginMetadata({ http }, "https://id.example.com");
const context = createExchangeContext({
  metadata,
  http,
  clientId: "web",
  auth: clientSecretBasic("secret"),
  keys: createLoginKeys({ http }, metadata),
});

/** Send the browser to `url`; keep the transaction in the user's own session. */
export const { url, transaction } = await startLogin(context, {
  redirect_uri: "https://app.example.com/callback",
  scope: "openid email",
});

/** The browser has come back: the user, whose ID token has been verified. */
export async function finish(callback: string): Promise<string | undefined> {
  const parameters = new URL(callback).searchParams;
  const { claims } = await finishLogin(context, { parameters, transaction });
  return claims?.sub;
}
