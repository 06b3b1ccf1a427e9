/** The interfaces that `-i` or `-o` takes; `undefined` is any, also none at all. */
export type InterfaceSet = { readonly name: string; readonly inverted: boolean } | undefined;

/** How one set of interfaces stands to another. */
export type Relation = 'disjoint' | 'inside' | 'overlapping';

/** How the interfaces of `inner` stand to those of `outer`. */
export function relateInterfaces(inner: InterfaceSet, outer: InterfaceSet): Relation {
  if (outer === undefined || outer.name === '+') return outer?.inverted === true ? 'disjoint' : 'inside';
  if (inner === undefined) return 'overlapping';
  if (!inner.inverted && !outer.inverted)
    return includes(outer.name, inner.name) ? 'inside' : meets(outer.name, inner.name) ? 'overlapping' : 'disjoint';
  if (!inner.inverted) return includes(outer.name, inner.name) ? 'disjoint' : meets(outer.name, inner.name) ? 'overlapping' : 'inside';
  if (!outer.inverted) return includes(inner.name, outer.name) ? 'disjoint' : 'overlapping';
  return includes(inner.name, outer.name) ? 'inside' : 'overlapping';
}

/** Every interface that `inner` stands for is one of `outer`. */
function includes(outer: string, inner: string): boolean {
  if (!outer.endsWith('+')) return outer === inner;
  const stem = outer.slice(0, -1);
  return (inner.endsWith('+') ? inner.slice(0, -1) : inner).startsWith(stem);
}

function meets(a: string, b: string): boolean {
  return includes(a, b) || includes(b, a);
}
