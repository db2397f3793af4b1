using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "client", worker = .client),
    (name = "provider", worker = .provider),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [
    (name = "client", address = "127.0.0.1:0", http = (), service = "client"),
    (name = "provider", address = "127.0.0.1:0", http = (), service = "provider"),
  ],
);

# Nothing of Node, and no code that is made of text, not even at startup.
const client :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-17",
  compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2", "disallow_eval_during_startup"],
);

# The provider hashes with node:crypto, which workers have without a flag since 2026-08-04.
const provider :Workerd.Worker = (
  modules = [(name = "provider-worker.js", esModule = embed "provider-worker.js")],
  compatibilityDate = "2026-11-17",
  compatibilityFlags = ["disallow_eval_during_startup"],
);
