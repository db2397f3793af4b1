import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";

const account = { id: "billing", displayName: "Billing", isActive: true, claims: {} };
const clients = [{ client_id: "billing", client_secret: "s".repeat(43) }];

test("accounts of the application: one with the identifier of a client is not served, or a resource would take one for the other (RFC 9700 §4.15)", async () => {
  const find = async (id: string) => ({ ...account, id });
  const verifyPassword = async () => account;
  const { accounts } = createProviderContext({
    issuer: "https://id.example.com",
    clients,
    accounts: { find, verifyPassword },
  });
  await assert.rejects(accounts.find("billing"), { code: "ERR_VALIDATION_TAKEN" });
  await assert.rejects(accounts.verifyPassword?.("a", "b") ?? Promise.resolve(), { code: "ERR_VALIDATION_TAKEN" });
  assert.equal((await accounts.find("alice"))?.id, "alice");
});
