// Child process of the loopback benchmark: a token endpoint that grants every request. Sends its port to the parent.
import { createServer } from "node:http";
import { clientCredentialsResponse } from "./sample-messages.ts";

const body = Buffer.from(JSON.stringify(clientCredentialsResponse));
const headers = {
  "content-type": "application/json",
  "content-length": body.length,
  "cache-control": "no-store",
};

const server = createServer((request, response) => {
  request.resume().once("end", () => response.writeHead(200, headers).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.(address.port);
});
process.once("disconnect", () => process.exit(0));
