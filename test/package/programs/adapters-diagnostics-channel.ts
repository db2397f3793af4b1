import { createDiagnosticsListener, type IdentityEvent } from "ts-identity-model/adapters/diagnostics-channel";

export const onEvent: (event: IdentityEvent) => void = createDiagnosticsListener({ name: "app" });
