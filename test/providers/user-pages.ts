import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import { type Arrival, walk } from "./browser.ts";
import type { UserDecision } from "./test-provider.ts";

/** A user opens the verification page of a device, types the code, logs in and decides. */
export async function approveOnPage(
  { verificationUri, userCode }: { readonly verificationUri: string; readonly userCode: string },
  user: UserDecision = {},
): Promise<void> {
  const arrival = await walk(verificationUri, { userCode, ...user });
  expectPage(arrival, verificationUri);
}

/** A user opens an end-session URL and confirms; gives where the browser is sent to outside the provider, if anywhere. */
export async function confirmLogout(
  endSessionUrl: string,
  { jar, until }: { readonly jar: CookieJar; readonly until: string },
): Promise<string | undefined> {
  const arrival = await walk(endSessionUrl, { jar, until });
  if (arrival.kind === "redirect") return arrival.url;
  expectPage(arrival, endSessionUrl);
  return undefined;
}

/** Nothing more is asked. A page of an error has a status of 400 or more, but for a user's refusal. */
function expectPage(arrival: Arrival, start: string): void {
  if (arrival.kind !== "page") throw new Error(`${start} led out of the provider, to ${arrival.url}.`);
  if (arrival.status >= 500) throw new Error(`${arrival.url} answered ${arrival.status}:\n${arrival.text}`);
}
