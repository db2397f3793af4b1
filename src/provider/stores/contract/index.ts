export type { CreateStore, StoreContractCase, StorePart } from "./contract-part.ts";
export { describeStoreContract, type StoreContractRunner, storeContract } from "./store-contract.ts";
