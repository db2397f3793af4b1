import { createClient, type EndSessionTransaction, type TokenSet } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    client_secret: "secret",
    redirect_uris: ["https://app.example.com/callback"],
    post_logout_redirect_uris: ["https://app.example.com/signed-out"],
  },
});

/** End your own session first. Then send the browser to `url`, and keep `transaction` in a cookie of its own. */
export async function logOut(tokens: TokenSet): Promise<{ url: string; transaction: EndSessionTransaction }> {
  return client.startLogout(tokens, { ui_locales: "de en" });
}

/** The browser is back at the `post_logout_redirect_uri`. */
export async function finish(callbackUrl: string, transaction: EndSessionTransaction): Promise<string> {
  await client.finishLogout(callbackUrl, transaction);
  return "You are signed out.";
}

/** Without tokens the provider asks the user who is meant. */
const { form } = await client.startLogout();
console.log(`${form.fields.length} fields for ${form.url}`);
