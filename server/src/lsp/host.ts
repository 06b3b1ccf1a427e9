import type { SetFile } from '../service';

export type { SetFile };

/** What the server can do only where it runs as a program: a web worker has none of it. */
export interface Host {
  /**
   * The ipset save files in workspace folders.
   * @param folders URIs of folders; those that are no folders of this machine are passed over.
   */
  readSetFiles?(folders: readonly string[]): Promise<readonly SetFile[]>;
  /** The text of a file; `undefined` for one that is not there, is none of this machine's, or is too large to be written by hand. */
  readFile?(uri: string): Promise<string | undefined>;
  /** Whether there surely is no file of that name, in a folder that is there. */
  isMissing?(uri: string): Promise<boolean>;
}
