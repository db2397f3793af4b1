import assert from "node:assert/strict";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { sampleAccount, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of accounts. */
export const accountContract: ContractPart<"accounts"> = {
  of: "accounts",
  needs: ["accounts"],
  cases: [
    {
      rule: "put keeps an account that is found by id, user name and e-mail",
      async run({ accounts }) {
        const nowMs = startTime();
        const account = sampleAccount(nowMs, { passwordChangedAtMs: nowMs });
        assert.equal(await accounts.put(account), "created");
        assert.deepEqual(await accounts.find(account.id), account);
        assert.deepEqual(await accounts.findByLogin(account.usernameKey), account);
        assert.deepEqual(await accounts.findByLogin(account.emailKey ?? ""), account);
        const { email, emailKey, passwordHash, ...bare } = sampleAccount(nowMs);
        assert.equal(await accounts.put(bare), "created");
        assert.deepEqual(await accounts.find(bare.id), bare);
        assert.equal(typeof (email ?? emailKey ?? passwordHash), "string");
      },
    },
    {
      rule: "finds nothing for what is not there, whatever its characters",
      async run({ accounts }) {
        const account = sampleAccount(startTime());
        await accounts.put(account);
        for (const name of [uniqueName("none"), "", "a\u0000b", "\ud800", "%", "' or 1=1 --", "x".repeat(9000)]) {
          assert.equal(await accounts.find(name), undefined);
          assert.equal(await accounts.findByLogin(name), undefined);
        }
        assert.equal(await accounts.find(account.usernameKey), undefined);
        assert.equal(await accounts.findByLogin(account.id), undefined);
      },
    },
    {
      rule: "put tells what is taken: the id before the user name before the e-mail",
      async run({ accounts }) {
        const nowMs = startTime();
        const first = sampleAccount(nowMs);
        await accounts.put(first);
        const { id, usernameKey, emailKey } = first;
        assert.equal(await accounts.put(first), "id_taken");
        assert.equal(await accounts.put(sampleAccount(nowMs, { usernameKey, emailKey })), "username_taken");
        const second = sampleAccount(nowMs, { emailKey });
        assert.equal(await accounts.put(second), "email_taken");
        assert.equal(await accounts.find(second.id), undefined);
        assert.equal(await accounts.findByLogin(second.usernameKey), undefined);
        assert.deepEqual(await accounts.find(id), first);
      },
    },
    {
      rule: "a user name comes before an e-mail that is spelled alike",
      async run({ accounts }) {
        const nowMs = startTime();
        const byEmail = sampleAccount(nowMs);
        const byName = sampleAccount(nowMs, { usernameKey: byEmail.emailKey ?? "" });
        await accounts.put(byEmail);
        assert.equal(await accounts.put(byName), "created");
        assert.deepEqual(await accounts.findByLogin(byEmail.emailKey ?? ""), byName);
      },
    },
    {
      rule: "update replaces the version before it only, and moves the names",
      async run({ accounts }) {
        const account = sampleAccount(startTime());
        assert.equal(await accounts.update({ ...account, version: 2 }), "changed_meanwhile");
        await accounts.put(account);
        for (const version of [0, 1, 3])
          assert.equal(await accounts.update({ ...account, isAdmin: true, version }), "changed_meanwhile");
        const { email, emailKey, ...rest } = account;
        const changed = { ...rest, usernameKey: uniqueName("new"), isActive: false, version: 2 };
        assert.equal(await accounts.update(changed), "updated");
        assert.deepEqual(await accounts.find(account.id), changed);
        assert.deepEqual(await accounts.findByLogin(changed.usernameKey), changed);
        assert.equal(await accounts.findByLogin(account.usernameKey), undefined);
        assert.equal(await accounts.findByLogin(emailKey ?? email ?? ""), undefined);
        const heir = sampleAccount(startTime(), { usernameKey: account.usernameKey, emailKey });
        assert.equal(await accounts.put(heir), "created", "names that were given up are free");
      },
    },
    {
      rule: "update tells what is taken, after the version, and changes nothing then",
      async run({ accounts }) {
        const nowMs = startTime();
        const [one, two] = [sampleAccount(nowMs), sampleAccount(nowMs)];
        for (const each of [one, two]) await accounts.put(each);
        const { usernameKey, emailKey } = two;
        assert.equal(await accounts.update({ ...one, usernameKey, emailKey, version: 2 }), "username_taken");
        assert.equal(await accounts.update({ ...one, emailKey, version: 2 }), "email_taken");
        assert.equal(await accounts.update({ ...one, emailKey, version: 3 }), "changed_meanwhile");
        assert.deepEqual(await accounts.find(one.id), one);
        assert.deepEqual(await accounts.findByLogin(one.usernameKey), one);
        assert.deepEqual(await accounts.findByLogin(usernameKey), two);
      },
    },
    {
      rule: "of 50 that take one user name, or one e-mail, at once, one succeeds",
      async run({ accounts }) {
        const nowMs = startTime();
        const usernameKey = uniqueName("raced");
        const byName = await race(() => accounts.put(sampleAccount(nowMs, { usernameKey })));
        assert.deepEqual(tally(byName), { created: 1, username_taken: 49 });
        const emailKey = uniqueName("raced");
        const byEmail = await race(() => accounts.put(sampleAccount(nowMs, { emailKey })));
        assert.deepEqual(tally(byEmail), { created: 1, email_taken: 49 });
        const id = uniqueName("raced");
        assert.deepEqual(tally(await race(() => accounts.put(sampleAccount(nowMs, { id })))), {
          created: 1,
          id_taken: 49,
        });
      },
    },
    {
      rule: "of 50 that update one account, or move to one user name, at once, one succeeds",
      async run({ accounts }) {
        const nowMs = startTime();
        const account = sampleAccount(nowMs);
        await accounts.put(account);
        const updated = await race(() => accounts.update({ ...account, isVerified: true, version: 2 }));
        assert.deepEqual(tally(updated), { updated: 1, changed_meanwhile: 49 });
        const usernameKey = uniqueName("raced");
        const moved = await race(async () => {
          const own = sampleAccount(nowMs);
          await accounts.put(own);
          return accounts.update({ ...own, usernameKey, version: 2 });
        });
        assert.deepEqual(tally(moved), { updated: 1, username_taken: 49 });
      },
    },
    {
      rule: "the id of one that was removed stays taken; its names are free",
      async run({ accounts }) {
        const nowMs = startTime();
        const account = sampleAccount(nowMs);
        await accounts.put(account);
        const removed = await race(() => accounts.remove(account.id));
        assert.deepEqual(tally(removed), { true: 1, false: 49 });
        assert.equal(await accounts.remove(uniqueName("none")), false);
        assert.equal(await accounts.find(account.id), undefined);
        assert.equal(await accounts.findByLogin(account.usernameKey), undefined);
        assert.equal(await accounts.update({ ...account, version: 2 }), "changed_meanwhile");
        const { usernameKey, emailKey, id } = account;
        assert.equal(await accounts.put(sampleAccount(nowMs, { id })), "id_taken");
        assert.equal(await accounts.put(sampleAccount(nowMs, { usernameKey, emailKey })), "created");
        const { items } = await accounts.list({ limit: 9 }, usernameKey);
        assert.equal(
          items.some((item) => item.id === id),
          false,
        );
      },
    },
    {
      rule: "list gives what a search finds in user name and e-mail, in pages",
      async run({ accounts }) {
        const nowMs = startTime();
        const tag = uniqueName("search");
        const ids = [3, 1, 2].map((number) => `${tag}-id-${number}`);
        for (const id of ids) await accounts.put(sampleAccount(nowMs, { id, usernameKey: `${id}_100%` }));
        const byEmail = sampleAccount(nowMs, { id: `${tag}-id-4`, emailKey: `x_${tag}@example.com` });
        await accounts.put(byEmail);
        const first = await accounts.list({ limit: 3 }, tag.toUpperCase());
        assert.deepEqual(
          first.items.map(({ id }) => id),
          [...ids].sort(),
        );
        const second = await accounts.list({ limit: 3, after: first.next }, tag);
        assert.deepEqual(second, { items: [byEmail] });
        assert.equal((await accounts.list({ limit: 9 }, `${ids[0]}_100%`)).items.length, 1);
        for (const nothing of [uniqueName("none"), `${tag}%`, `${tag.slice(0, -1)}_-`, "a\u0000b", "\\"])
          assert.deepEqual(await accounts.list({ limit: 9 }, nothing), { items: [] });
      },
    },
  ],
};
