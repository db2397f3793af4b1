import type { ProviderStore } from "ts-identity-model/provider";
import { storeContract } from "ts-identity-model/provider/store-contract";

export async function check(createStore: () => Promise<ProviderStore>): Promise<void> {
  for (const { run } of storeContract) await run(createStore);
}
