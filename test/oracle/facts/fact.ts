import type { BackEnd, Family } from '../../../server/src/catalogue/schema';

/** Whether a file is loaded; per back end where they do not agree. */
export type Outcome = 'loads' | 'refused' | Readonly<Record<BackEnd, 'loads' | 'refused'>>;

/** What we say the real iptables does with one small file. The checker is built on it. */
export interface Fact {
  /** What is shown, as a sentence's subject. */
  readonly name: string;
  readonly text: string;
  readonly family?: Family;
  /** What happens: for every release, or for 1.8.9 and older where `newer` says otherwise. */
  readonly outcome: Outcome;
  /** What 1.8.11 and newer do instead. Of releases between the two nothing is said. */
  readonly newer?: Outcome;
  /** A part of the words of the refusal (or of the warning), of both back ends or of one. */
  readonly says?: string | Partial<Readonly<Record<BackEnd, string>>>;
  /** Lines that `iptables-save` prints of it, where it loads as something other than what is written. */
  readonly saves?: readonly string[] | Partial<Readonly<Record<BackEnd, readonly string[]>>>;
  /** Lines that `iptables-save` does not print of it. */
  readonly loses?: readonly string[];
  /** Shell commands that make the fact possible. */
  readonly setup?: string;
}
