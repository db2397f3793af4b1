import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AuthorizationDetailCheck } from "../../../../src/provider/authorization/authorization-options.ts";
import { codeOf, type Flow, readRedirect, spa, startFlow } from "../../../fixtures/provider/authorize-flow.ts";

const isPayment: AuthorizationDetailCheck = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => {
      const amount = typeof value === "object" && value !== null && "amount" in value ? value.amount : undefined;
      if (typeof amount !== "number") return { issues: [{ message: "amount must be a number" }] };
      return { value: { type: "payment", amount, currency: "EUR" } };
    },
  },
};

async function ask(flow: Flow, details: unknown): Promise<Response> {
  await flow.signIn();
  return flow.authorize({ authorization_details: JSON.stringify(details) });
}

describe("authorization details (RFC 9396 §5)", () => {
  const authorizationDetails: Record<string, AuthorizationDetailCheck> = {
    payment: isPayment,
    account: async ({ actions }) => (actions?.includes("read") === true ? undefined : "must have the action read"),
  };

  it("are granted as their schema gives them", async () => {
    const flow = startFlow({ authorizationDetails });
    const code = codeOf(
      await ask(flow, [
        { type: "payment", amount: 5 },
        { type: "account", actions: ["read"] },
      ]),
    );
    const body = await (await flow.redeem(code)).json();
    assert.deepEqual(body.authorization_details, [
      { type: "payment", amount: 5, currency: "EUR" },
      { type: "account", actions: ["read"] },
    ]);
  });

  it("can stand without a scope", async () => {
    const flow = startFlow({ authorizationDetails });
    await flow.signIn();
    const changes = { scope: undefined, authorization_details: '[{"type":"payment","amount":5}]' };
    const code = codeOf(await flow.authorize(changes));
    assert.equal((await (await flow.redeem(code)).json()).scope, undefined);
  });

  for (const [title, details, problem] of [
    ["a schema's problem", [{ type: "payment" }], "authorization_details[0]: amount must be a number (RFC 9396, 5)."],
    [
      "a function's problem, of the second one",
      [{ type: "payment", amount: 1 }, { type: "account" }],
      "authorization_details[1]: must have the action read (RFC 9396, 5).",
    ],
    [
      "a type that is a member of every object",
      [{ type: "constructor" }],
      "authorization_details[0]: has a type that this server does not know (RFC 9396, 5).",
    ],
  ] as const) {
    it(`are refused with ${title}`, async () => {
      const { parameters } = readRedirect(await ask(startFlow({ authorizationDetails }), details));
      assert.deepEqual([parameters.error, parameters.error_description], ["invalid_authorization_details", problem]);
    });
  }

  it("must be of a type that the client is registered for, where it is for any (RFC 9396 §10)", async () => {
    const clients = [{ ...spa, authorization_details_types: ["account"] }];
    const { parameters } = readRedirect(
      await ask(startFlow({ authorizationDetails, clients }), [{ type: "payment", amount: 1 }]),
    );
    assert.equal(
      parameters.error_description,
      "authorization_details[0]: has a type that the client is not registered for (RFC 9396, 5).",
    );
  });

  it("fail inside where a schema changes their type", async () => {
    const flow = startFlow({ authorizationDetails: { account: isPayment } });
    assert.equal((await ask(flow, [{ type: "account", amount: 1 }])).status, 500);
  });
});
