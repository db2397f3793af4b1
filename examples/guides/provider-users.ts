import { pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import {
  type AccountSource,
  createAccounts,
  createMemoryStore,
  createPasswordHasher,
  createProvider,
  createScrypt,
  type PasswordAlgorithm,
  type Provider,
} from "ts-identity-model/provider";

/** The hashes of the old system, `$pbkdf2-sha256$<rounds>$<salt>$<key>`. They are verified, and never made. */
export const oldHashes: PasswordAlgorithm = {
  id: "pbkdf2-sha256",
  async verify(password, hash) {
    const [, , rounds = "", salt = "", key = ""] = hash.split("$");
    const expected = Buffer.from(key, "base64");
    const found = await promisify(pbkdf2)(
      password,
      Buffer.from(salt, "base64"),
      Number(rounds),
      expected.length,
      "sha256",
    );
    return expected.length > 0 && timingSafeEqual(found, expected);
  },
  hash: () => Promise.reject(new Error("Old hashes are not made any more.")),
  isCurrent: () => false,
};

const store = createMemoryStore();
const hasher = createPasswordHasher({ algorithms: [createScrypt(), oldHashes] });
export const provider: Provider = createProvider({ issuer: "https://id.example.com", store, accountRules: { hasher } });
export const accounts = createAccounts({ store, rules: { hasher } });

/** Takes over an account with its old hash: the first login replaces it. */
export async function takeOver(user: { id: string; username: string; email: string; hash: string }): Promise<void> {
  const { id, username, email, hash: passwordHash } = user;
  await accounts.createAccount({ id, username, email, passwordHash });
}

/** Or: people stay where they are, and the provider asks. */
export const directory: AccountSource = {
  find: async (id) => (id === "7" ? { id, displayName: "Ada", isActive: true, claims: { name: "Ada" } } : undefined),
  verifyPassword: async (login, password) =>
    login === "ada" && password === "correct horse battery" ? directory.find("7") : undefined,
};
