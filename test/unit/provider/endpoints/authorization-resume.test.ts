import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "../../../../src/provider/stores/records.ts";
import {
  codeOf,
  issuer,
  readRedirect,
  redirectUri,
  spa,
  startFlow,
} from "../../../fixtures/provider/authorize-flow.ts";

describe("going on after a page", () => {
  it("denial is told to the client, with state and iss, and ends the interaction (RFC 6749 §4.1.2.1)", async () => {
    const { authorize, answer, resume, signIn, events } = startFlow({ firstPartyClients: [] });
    await signIn();
    const id = await answer(await authorize(), { consented: false });
    assert.deepEqual(readRedirect(await resume(id)), {
      url: redirectUri,
      parameters: {
        error: "access_denied",
        error_description: "The user has denied the request.",
        state: "s-1",
        iss: issuer,
      },
    });
    assert.ok(events.some(({ type }) => type === "authorization.denied"));
    assert.equal((await resume(id)).status >= 400, true);
  });

  it("asks for the next thing: login, then consent, then the code", async () => {
    const { authorize, answer, resume, signIn } = startFlow({ firstPartyClients: [] });
    const first = await authorize();
    const { sid } = await signIn();
    const second = await resume(await answer(first, { authenticatedSid: sid }));
    assert.equal(readRedirect(second).url, "https://id.example.com/consent");
    const third = await resume(await answer(second, { consented: true }));
    assert.deepEqual(Object.keys(readRedirect(third).parameters), ["code", "state", "iss"]);
  });

  it("gives one code for one interaction", async () => {
    const { authorize, answer, resume, signIn } = startFlow();
    const first = await authorize();
    await signIn();
    const id = await answer(first, {});
    const responses = await Promise.all([resume(id), resume(id), resume(id)]);
    assert.deepEqual(responses.map(({ status }) => status).sort(), [303, 409, 409]);
    assert.equal(responses.filter((response) => codeOf(response) !== "").length, 1);
    assert.equal((await resume(id)).headers.get("location"), null);
  });

  it("does not take a parameter from the query", async () => {
    const { authorize, answer, browse, signIn } = startFlow();
    const first = await authorize();
    await signIn();
    const id = await answer(first, {});
    const query = "redirect_uri=https://evil.example.com/&client_id=web&scope=openid+email&state=x";
    const { url, parameters } = readRedirect(await browse(`/authorize/resume?interaction=${id}&${query}`));
    assert.deepEqual([url, parameters.state], [redirectUri, "s-1"]);
  });

  it("shows an error where the redirect URI was taken from the client meanwhile", async () => {
    const { authorize, answer, resume, signIn, context } = startFlow({ clients: [] });
    const { client_id: clientId, ...metadata } = spa;
    const stored = { clientId, secrets: [], createdAtMs: 1 };
    const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
    await context.store.clients.put({ ...stored, metadata: asJson(metadata), version: 1 });
    const first = await authorize();
    await signIn();
    const id = await answer(first, {});
    const changed = { ...metadata, redirect_uris: ["https://app.example.com/other"] };
    await context.store.clients.update({ ...stored, metadata: asJson(changed), version: 2 });
    const response = await resume(id);
    assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
    await context.store.clients.update({ ...stored, metadata: asJson(metadata), disabledAtMs: 5, version: 3 });
    assert.deepEqual([(await resume(id)).status, (await resume(id)).headers.get("location")], [400, null]);
  });

  it("sends to the login page again where the account was disabled meanwhile", async () => {
    const { authorize, answer, resume, signIn, accounts } = startFlow();
    const first = await authorize();
    const { sid } = await signIn();
    const id = await answer(first, { authenticatedSid: sid });
    accounts.set("alice", { id: "alice", displayName: "A", isActive: false, claims: {} });
    assert.equal(readRedirect(await resume(id)).url, "https://id.example.com/login");
  });

  it("is refused in another browser, and without a cookie", async () => {
    const { authorize, answer, resume, signIn, jar } = startFlow();
    const first = await authorize();
    await signIn();
    const id = await answer(first, {});
    const session = jar.get("__Host-ti_session") ?? "";
    jar.clear();
    jar.set("__Host-ti_session", session);
    const response = await resume(id);
    assert.equal(response.headers.get("location"), null);
    assert.equal(response.status >= 400, true);
  });

  it("takes GET alone", async () => {
    const { browse } = startFlow();
    assert.equal((await browse("/authorize/resume?interaction=x", { method: "HEAD" })).status, 405);
    assert.equal((await browse("/authorize/resume?interaction=x", { method: "POST" })).status, 405);
  });
});
