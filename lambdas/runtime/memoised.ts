/** Answers the same value for the same key; a warm function keeps its connections, a test with another environment gets its own. */
export function memoised<T>(
  make: (key: string) => T,
): ((key: string) => T) & { readonly all: () => T[]; readonly clear: () => void } {
  const known = new Map<string, T>();
  const get = (key: string): T => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
  return Object.assign(get, { all: () => [...known.values()], clear: () => known.clear() });
}
