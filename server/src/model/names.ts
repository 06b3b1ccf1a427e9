/** Numbers for names: a ruleset of a hundred thousand lines compares them instead of strings. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  /** The number of a name; a new one for a new name. */
  id(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.texts.length;
      this.ids.set(name, id);
      this.texts.push(name);
    }
    return id;
  }

  /** The number of a name that has one; `undefined` for any other. */
  find(name: string): number | undefined {
    return this.ids.get(name);
  }

  /** The name of a number; empty for a number that stands for none. */
  text(id: number): string {
    return this.texts[id] ?? '';
  }

  /** How many names there are; every number is below it. */
  get size(): number {
    return this.texts.length;
  }
}
