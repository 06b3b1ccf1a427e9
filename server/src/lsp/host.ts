import type { ApartFindings, ApartRequest, LanguageService, LanguageServiceOptions, SetFile } from '../service';
import type { Apart } from './diagnostics';

export type { SetFile };

/** What the server is given by where it runs. But for the service, a web worker has none of it. */
export interface Host {
  /** Makes the language service. A host may load it only now. */
  createLanguageService(options: LanguageServiceOptions): LanguageService;
  /**
   * Has another thread look at a large file as a whole.
   * @param answered Called once with what it has found; not after `cancel`, nor when it fails.
   */
  analyseApart?(request: ApartRequest, answered: (answer: ApartFindings) => void): Apart;
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
