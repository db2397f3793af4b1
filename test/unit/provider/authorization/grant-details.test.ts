import assert from "node:assert/strict";
import { it } from "node:test";
import { readGrantDetails, writeGrantDetails } from "../../../../src/provider/authorization/grant-details.ts";

const details = {
  claims: { userinfo: { email: null } },
  resource: ["https://api.example.com"],
  authorization_details: [{ type: "payment", amount: 5 }],
  acr: "high",
  amr: ["pwd"],
  auth_time: 1_700_000_000,
};

it("the details of a grant are read as they were written", () => {
  assert.deepEqual(readGrantDetails(JSON.parse(JSON.stringify(writeGrantDetails(details)))), details);
  assert.deepEqual(readGrantDetails(writeGrantDetails({})), {});
});

it("what is not of its kind counts as absent", () => {
  assert.deepEqual(readGrantDetails("text"), {});
  const wrong = {
    claims: 1,
    resource: "x",
    authorization_details: [{}, { type: "a" }],
    acr: 1,
    amr: [1],
    auth_time: "1",
  };
  assert.deepEqual(readGrantDetails(wrong), { authorization_details: [{ type: "a" }] });
});
