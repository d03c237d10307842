interface Listeners {
  readonly calls: Set<() => void>;
  readonly tell: () => void;
}

const bySignal = new WeakMap<AbortSignal, Listeners>();

/**
 * Tells of an abort until it is released. However many calls share a signal, it gets one listener: platforms warn of a
 * leak when there are many.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  let listeners = bySignal.get(signal);
  if (!listeners) {
    const calls = new Set<() => void>();
    const tell = () => {
      for (const each of [...calls]) each();
    };
    listeners = { calls, tell };
    bySignal.set(signal, listeners);
    signal.addEventListener("abort", tell);
  }
  const { calls, tell } = listeners;
  calls.add(call);
  return () => {
    calls.delete(call);
    if (calls.size) return;
    signal.removeEventListener("abort", tell);
    bySignal.delete(signal);
  };
}
