import type { Chain } from './resolve-types';

/**
 * A section's chains by the numbers of their names: built-in ones first, then as they are declared. Chains that an edit makes stand
 * in their place only once somebody goes through them all, which most edits of a large file never lead to.
 */
export class ChainMap extends Map<number, Chain> {
  private isSorted = true;

  /** Some chains were made that have others declared behind them. */
  sortLater(): void {
    this.isSorted = false;
  }

  override values(): MapIterator<Chain> {
    this.sort();
    return super.values();
  }

  override keys(): MapIterator<number> {
    this.sort();
    return super.keys();
  }

  override entries(): MapIterator<[number, Chain]> {
    this.sort();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[number, Chain]> {
    return this.entries();
  }

  override forEach(callback: (chain: Chain, id: number, map: Map<number, Chain>) => void): void {
    this.sort();
    super.forEach(callback);
  }

  private sort(): void {
    if (this.isSorted) return;
    this.isSorted = true;
    const chains = [...super.values()];
    const place = ({ builtin, declared }: Chain): number => (builtin ? -1 : declared);
    chains.sort((a, b) => place(a) - place(b));
    this.clear();
    for (const chain of chains) this.set(chain.id, chain);
  }
}
