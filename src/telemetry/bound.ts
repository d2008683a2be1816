/** Remembers the child of each label value; the values are few. */
export function bound<K, C>(bind: (value: K) => C): (value: K) => C {
  const children = new Map<K, C>();
  return (value) => {
    let child = children.get(value);
    if (child === undefined) {
      child = bind(value);
      children.set(value, child);
    }
    return child;
  };
}
