// One of the processes that `npm test` runs side by side.
import { importShard } from "./import-shard.ts";

await importShard(1);
