import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * The files below a folder whose path from it, with forward slashes, matches a pattern, sorted.
 * Gives an empty list for a folder that does not exist. (Node 20 has no glob of its own.)
 */
export function globSync(folder, pattern) {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => pattern.test(relative(folder, path).replaceAll('\\', '/')))
    .sort();
}
