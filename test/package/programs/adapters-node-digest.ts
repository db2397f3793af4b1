import { nodeTokenDigest } from "ts-identity-model/adapters/node-digest";

export const digest: string = nodeTokenDigest("abc");
