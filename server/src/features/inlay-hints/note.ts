import type { Text } from '../../l10n/text';

/** A note in a line, between two of its characters. */
export interface Note {
  /** The offset of the character that it stands before. */
  readonly at: number;
  readonly label: Text;
  readonly tooltip?: Text;
  /** It belongs to what stands behind it, not to what stands before. */
  readonly before?: boolean;
}
