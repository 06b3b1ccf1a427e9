// The README as the .vsix holds it: the editor shows it by itself, without the project's folder around it.

/**
 * A README without pictures and without links into the project, which would lead nowhere in an installed extension and
 * without a network. Links within the page and to the web stay; of the others the words do.
 */
export function packagedReadme(text) {
  const short = text.replace(/^!\[[^\]]*\]\([^)]*\)\n+/gm, '').replace(/\[([^\]]*)\]\((?!https?:|#)[^)]*\)/g, '$1');
  if (/\]\((?!https?:|#)/.test(short)) throw new Error('The packaged README still has a link into the project.');
  return short;
}
