/** What oidc-provider stores; it reads only these members itself. */
interface Payload {
  readonly grantId?: string;
  readonly uid?: string;
  readonly userCode?: string;
  consumed?: number;
}

interface Entry {
  readonly payload: Payload;
  readonly expiresAt: number;
}

/** One model's view of a store, with the methods that oidc-provider calls. */
export interface MemoryAdapter {
  upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>;
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  findByUserCode(userCode: string): Promise<Payload | undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

/** Makes an adapter factory over a store of its own, so that no two providers of a process see each other's data. */
export function createMemoryAdapterFactory(): (model: string) => MemoryAdapter {
  const store = new Map<string, Entry>();
  return (model) => createAdapter(store, model);
}

function createAdapter(store: Map<string, Entry>, model: string): MemoryAdapter {
  const read = (key: string): Payload | undefined => {
    const entry = store.get(key);
    return entry !== undefined && entry.expiresAt > Date.now() ? entry.payload : undefined;
  };
  const findWhere = (matches: (payload: Payload) => boolean): Payload | undefined => {
    const key = [...store.keys()].find((candidate) => {
      const payload = candidate.startsWith(`${model}:`) ? read(candidate) : undefined;
      return payload !== undefined && matches(payload);
    });
    return key === undefined ? undefined : read(key);
  };
  return {
    upsert: async (id, payload, expiresIn = Number.POSITIVE_INFINITY) => {
      store.set(`${model}:${id}`, { payload, expiresAt: Date.now() + expiresIn * 1000 });
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = read(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => {
      store.delete(`${model}:${id}`);
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of store) {
        if (key.startsWith(`${model}:`) && payload.grantId === grantId) store.delete(key);
      }
    },
  };
}
