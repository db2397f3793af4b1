import type { Provider } from "ts-identity-model/provider";
import { serveProvider } from "ts-identity-model/provider/node";

export async function serve(provider: Provider): Promise<string> {
  const { url, close } = await serveProvider(provider, { port: 0 });
  await close();
  return url;
}
