import type { LanguageService } from '../service';
import type { Host } from './host';

/** Keeps what is beside open files, `rules.v6` beside `rules.v4`, as it is in the editor or else on disk. */
export interface FilesBeside {
  opened(uri: string): void;
  changed(uri: string): void;
  closed(uri: string): void;
  /** Some file has changed on disk. */
  changedOnDisk(uri: string): void;
}

/** The names that such files have, as patterns of the Language Server Protocol. */
export const filesBesidePatterns: readonly string[] = ['**/*.v{4,6}', '**/*.v{4,6}.*', '**/*iptables*', '**/*ip6tables*'];

/**
 * Makes that.
 * @param service The service as it is now.
 * @param refresh Called with a file whose findings may have changed.
 */
export function filesBeside(service: () => LanguageService, host: Host, refresh: (uri: string) => void): FilesBeside {
  const isOpen = (uri: string): boolean => service().text(uri) !== undefined;
  /** Files that were there when they were last looked for, on disk or in the editor. */
  const known = new Set<string>();

  async function readAgain(uri: string, besides: string): Promise<void> {
    const text = await host.readFile?.(uri);
    if (text === undefined && (await host.isMissing?.(uri)) === true && !isOpen(uri)) service().noFileBeside(uri);
    if (isOpen(uri) || !isOpen(besides) || (text === undefined && !known.has(uri))) return;
    if (text === undefined) known.delete(uri);
    else known.add(uri);
    service().setFileBeside(uri, text);
    refresh(besides);
  }

  function forget(uri: string): void {
    known.delete(uri);
    service().setFileBeside(uri, undefined);
  }

  return {
    opened(uri) {
      const other = service().siblingOf(uri);
      if (other === undefined) return;
      known.add(uri);
      service().setFileBeside(uri, undefined);
      if (isOpen(other)) for (const one of service().comparedWith(uri)) refresh(one);
      else void readAgain(other, uri);
    },
    changed(uri) {
      for (const one of service().comparedWith(uri)) refresh(one);
    },
    closed(uri) {
      const other = service().siblingOf(uri);
      if (other === undefined) return;
      if (isOpen(other)) void readAgain(uri, other);
      else {
        forget(uri);
        forget(other);
      }
    },
    changedOnDisk(uri) {
      const other = service().siblingOf(uri);
      if (other !== undefined && isOpen(other) && !isOpen(uri)) void readAgain(uri, other);
    },
  };
}
