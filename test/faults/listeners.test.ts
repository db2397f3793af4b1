import assert from "node:assert/strict";
import { test } from "node:test";
import { webBasic } from "../fixtures/provider/faults-driver.ts";
import { openScene } from "../fixtures/provider/faults-open.ts";
import { sceneOptions } from "../fixtures/provider/faults-scene.ts";

test("faults: listeners and account sources that throw or hang stop no answer that does not need them", async () => {
  const throwing = await openScene({
    onEvent: () => {
      throw new Error("a listener");
    },
  });
  assert.equal((await throwing.driver.redeem(await throwing.driver.code())).status, 200);
  const rejecting = await openScene({ onEvent: async () => Promise.reject(new Error("a listener")) });
  assert.equal((await rejecting.driver.redeem(await rejecting.driver.code())).status, 200);
  const hanging = await openScene({ onEvent: () => new Promise(() => undefined) });
  assert.equal((await hanging.driver.redeem(await hanging.driver.code())).status, 200);
});

test("faults: accounts that can't be asked are no reason to end a grant, and no token that is not active", async () => {
  let isDown = false;
  const { driver } = await openScene();
  const { accounts } = sceneOptions({});
  const broken = await openScene({
    accounts: {
      ...accounts,
      find: async (id: string) => (isDown ? Promise.reject(new Error("LDAP")) : accounts.find(id)),
    },
  });
  const { body } = await broken.driver.redeem(await broken.driver.code());
  const code = await broken.driver.code();
  isDown = true;
  const answers = [
    await broken.driver.redeem(code),
    await broken.driver.refresh(String(body.refresh_token)),
    await broken.driver.post("/introspect", { token: String(body.access_token) }, webBasic),
    await broken.driver.get("/userinfo", { authorization: `Bearer ${String(body.access_token)}` }),
  ];
  for (const [index, answer] of answers.entries()) assert.equal(answer.status, 503, `${index}: ${answer.text}`);
  isDown = false;
  assert.equal((await broken.driver.refresh(String(body.refresh_token))).status, 200);
  assert.equal((await broken.driver.redeem(code)).status, 200);
  assert.equal((await driver.get("/health-that-is-not-there")).status, 404);
});
