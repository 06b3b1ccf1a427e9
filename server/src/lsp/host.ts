/** What the server can do only where it runs as a program: a web worker has none of it. */
export interface Host {
  /**
   * The texts of the ipset save files in workspace folders.
   * @param folders URIs of folders; those that are no folders of this machine are passed over.
   */
  readSetFiles?(folders: readonly string[]): Promise<readonly string[]>;
}
