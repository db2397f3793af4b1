import { createClient } from "ts-identity-model";
import { createPasswordHasher, createProvider, createScrypt, type Provider } from "ts-identity-model/provider";

let now = Date.now();
const clock = () => now;
export const pass = (seconds: number): void => {
  now += seconds * 1000;
};

const client = {
  client_id: "web",
  client_secret: "test-secret",
  redirect_uris: ["https://app.example.com/callback"],
  grant_types: ["authorization_code", "refresh_token"],
};
export const provider: Provider = createProvider({
  issuer: "https://id.example.com",
  clients: [client],
  firstPartyClients: ["web"],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery" }],
  accountRules: { hasher: createPasswordHasher({ algorithms: [createScrypt({ logCost: 4 })] }) },
  clock,
});
export const application = createClient({ issuer: provider.issuer, client, fetch: provider.fetch, clock });

/** Does what a browser does until it is sent back to the application: follows redirects, keeps cookies, sends forms. */
export async function signIn(
  url: string,
  person: { readonly login: string; readonly password: string },
): Promise<string> {
  const cookies = new Map<string, string>();
  let target = url;
  let form: URLSearchParams | undefined;
  for (let count = 0; count < 10; count++) {
    const headers = { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
    const response = await provider.fetch(target, { headers, ...(form && { method: "POST", body: form }) });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    const page = await response.text();
    form = location === null ? new URLSearchParams({ ...person, decision: "allow" }) : undefined;
    for (const [, name = "", value = ""] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
      form?.set(name, value);
    target = new URL(location ?? /<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? "", target).href;
    if (!target.startsWith(provider.issuer)) return target;
  }
  throw new Error(`The login ended at ${target}.`);
}
