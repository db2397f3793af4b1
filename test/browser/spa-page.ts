// The application of spa.test.ts, bundled for the browser: a public client whose tokens are bound to a key that no script can copy.
import { createDPoP } from "../../src/dpop/create-dpop.ts";
import { type AuthorizationTransaction, type Client, createClient } from "../../src/index.ts";

const scope = "openid profile email offline_access" as const;

document.querySelector("button")?.addEventListener("click", () => show(startLogin));
if (location.pathname === "/callback") show(finishLogin);

async function startLogin(): Promise<string> {
  const { keyPair } = await createDPoP();
  await useKeys((store) => store.put(keyPair, "dpop"));
  const { url, transaction } = await (await openClient(keyPair)).startAuthorization({ scope, prompt: "consent" });
  sessionStorage.setItem("transaction", JSON.stringify(transaction));
  location.assign(url);
  return "on the way";
}

async function finishLogin(): Promise<string> {
  const callback = location.href;
  history.replaceState(null, "", "/");
  const keyPair = (await useKeys((store) => store.get("dpop"))) as CryptoKeyPair;
  const transaction = JSON.parse(sessionStorage.getItem("transaction") ?? "{}") as AuthorizationTransaction<
    typeof scope
  >;
  sessionStorage.removeItem("transaction");
  const client = await openClient(keyPair);
  const tokens = await client.finishAuthorization(callback, transaction);
  const { sub, name } = await client.userInfo(tokens);
  const refreshed = await client.refresh(tokens);
  const { email } = await client.userInfo(refreshed);
  return JSON.stringify({
    sub,
    name,
    email,
    token_type: refreshed.response.token_type,
    isRotated: refreshed.response.refresh_token !== tokens.response.refresh_token,
    isKeyExtractable: keyPair.privateKey.extractable,
  });
}

async function openClient(key: CryptoKeyPair): Promise<Client> {
  const { issuer = "" } = document.documentElement.dataset;
  const client = { client_id: "spa", redirect_uris: [`${location.origin}/callback`] };
  return createClient({ issuer, client, dpop: await createDPoP({ key }) });
}

/** Keeps the key pair where it outlives the page, and can't be read by more than its handle. */
async function useKeys(use: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opened = indexedDB.open("keys");
  opened.onupgradeneeded = () => opened.result.createObjectStore("keys");
  await settle(opened);
  return settle(use(opened.result.transaction("keys", "readwrite").objectStore("keys")));
}

function settle(request: IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function show(work: () => Promise<string>): void {
  const output = document.querySelector("output");
  work().then(
    (text) => output?.append(text),
    (error: unknown) => output?.append(`failed: ${error instanceof Error ? error.stack : String(error)}`),
  );
}
