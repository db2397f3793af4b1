import { createProvider, type Provider } from "ts-identity-model/provider";
import { createProviderMetrics } from "ts-identity-model/provider/metrics";

const { onEvent, render } = createProviderMetrics();
export const provider: Provider = createProvider({ issuer: "http://localhost:3000", onEvent });
export const text: Promise<string> = render();
