import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider, type ProviderEvent, type ProviderOptions } from "../../../src/provider/index.ts";

const issuer = "https://id.example.com";
const client = {
  client_id: "web",
  client_secret: "web-secret-of-at-least-32-octets-here",
  grant_types: ["client_credentials", "urn:openid:params:grant-type:ciba"],
  backchannel_token_delivery_mode: "poll",
};
const never = (): Promise<never> => new Promise(() => undefined);
const basic = `Basic ${Buffer.from("web:web-secret-of-at-least-32-octets-here").toString("base64")}`;

interface Asked {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly reasons: readonly unknown[];
}

async function ask(options: Partial<ProviderOptions>, path: string, init: RequestInit): Promise<Asked> {
  const events: ProviderEvent[] = [];
  const onEvent = (event: ProviderEvent): void => void events.push(event);
  const provider = createProvider({ issuer, clients: [client], hookTimeoutMs: 30, onEvent, ...options });
  const response = await provider.fetch(`${issuer}${path}`, init);
  await provider.close();
  const refused = events.filter(({ type }) => type === "error.internal");
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    reasons: refused.map((event) => ("reason" in event ? event.reason : undefined)),
  };
}

const form = (body: Readonly<Record<string, string>>): RequestInit => ({
  method: "POST",
  headers: { authorization: basic, "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(body).toString(),
});

test("hooks: what a person's accounts do not answer in time is answered with 503", async () => {
  const accounts = { find: never, findByLogin: never };
  const ciba = { notify: () => undefined };
  const body = { scope: "openid", login_hint: "alice" };
  assert.deepEqual(await ask({ accounts, ciba }, "/bc-authorize", form(body)), {
    status: 503,
    retryAfter: "5",
    reasons: ["accounts.findByLogin did not answer within 30 ms"],
  });
});

test("hooks: a policy of registration that hangs ends in 503", async () => {
  const registration = { access: "open", policy: never } as const;
  const body = JSON.stringify({ redirect_uris: ["https://app.example.com/cb"] });
  const init = { method: "POST", headers: { "content-type": "application/json" }, body };
  const { status, reasons } = await ask({ registration }, "/register", init);
  assert.deepEqual([status, reasons], [503, ["registration.policy did not answer within 30 ms"]]);
});

test("hooks: a signing service that hangs ends in 503", async () => {
  const keys = { signer: { keys: never, sign: never } };
  const { status } = await ask({ keys }, "/jwks", { method: "GET" });
  assert.equal(status, 503);
});

test("hooks: those that answer in time are heard, and may answer at once", async () => {
  const registration = {
    access: "open",
    policy: (wanted: object) => ({ ...wanted, client_name: "Named" }),
  } as const;
  const body = JSON.stringify({ redirect_uris: ["https://app.example.com/cb"] });
  const init = { method: "POST", headers: { "content-type": "application/json" }, body };
  const { status } = await ask({ registration }, "/register", init);
  assert.equal(status, 201);
});

for (const hookTimeoutMs of [0, -1, 1.5, Number.NaN])
  test(`hooks: a limit of ${hookTimeoutMs} is none`, () => {
    assert.throws(() => createProvider({ issuer, hookTimeoutMs }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "hookTimeoutMs",
    });
  });
