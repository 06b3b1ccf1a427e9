/** A name that an ipset save file usually has: `ipset.conf`, `ipsets`, `rules.ipset`, `ipset-save.txt`. */
export const setFileName = /^(?:ipsets?(?:\.(?:conf|rules|save|up\.rules))?|ipset-save.*|.*\.ipset)$/;

/** The same as patterns of the Language Server Protocol, to be told of changes. */
export const setFilePatterns: readonly string[] = ['**/ipset{,s}', '**/ipset{,s}.{conf,rules,save}', '**/ipset-save*', '**/*.ipset'];
