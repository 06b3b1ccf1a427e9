/**
 * The names of the sets that an ipset save file creates: `create NAME TYPE …`, or `-N NAME TYPE …` as older ones write it
 * (ipset(8)).
 * @returns `undefined` for a text that creates none: it is no such file.
 */
export function setNamesOf(text: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const match of text.matchAll(/^[ \t]*(?:create|-N|--create|-n)[ \t]+("[^"\n]+"|\S+)[ \t]+\S+/gm)) {
    names.add((match[1] ?? '').replace(/^"|"$/g, ''));
  }
  return names.size === 0 ? undefined : names;
}
