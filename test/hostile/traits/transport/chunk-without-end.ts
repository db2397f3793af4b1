import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a chunk of four gigabytes that drips",
  setting: { hastyMs: 300 },
  evil: {
    wire: (response, honest) =>
      void response.socket?.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n${honest}`,
      ),
  },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_TIMEOUT", message: /while reading the body/ },
};
