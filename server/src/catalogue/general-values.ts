import type { Text } from '../l10n/text';
import type { ValueType } from '../values';

// Values that only general parameters take.

export const matchName = word('match-name', { en: 'The name of a match extension', ja: 'マッチ拡張の名前' });
export const targetName = word('target-name', {
  en: 'A target, or a user chain of the same table',
  ja: 'ターゲット、または同じテーブルのユーザー定義チェイン',
});
export const tableName = word('table-name', { en: 'The name of a table', ja: 'テーブルの名前' });
export const path = word('path', { en: 'A path of the local machine', ja: 'ローカルマシン上のパス' });
export const seconds = word('seconds', { en: 'A number of seconds', ja: '秒数' });
export const microseconds = word('microseconds', { en: 'A number of microseconds', ja: 'マイクロ秒数' });
export const packetCounter = counter('packet-counter', { en: 'A number of packets', ja: 'パケット数' }, 'packet');
export const byteCounter = counter('byte-counter', { en: 'A number of bytes', ja: 'バイト数' }, 'byte');
export const helpTopic = word('help-topic', { en: 'Nothing that iptables uses', ja: 'iptables では使われない値' });

/** A word that needs no check of its own, or whose check is the model's: names of extensions, paths. */
function word(id: string, doc: Text): ValueType {
  return { id, doc, check: () => undefined };
}

/** A counter as `sscanf("%llu")` reads it: digits at the front are enough. */
function counter(id: string, doc: Text, which: 'packet' | 'byte'): ValueType {
  return {
    id,
    doc,
    check: (text) =>
      /^\s*[+-]?\d/.test(text) && (which === 'byte' || /^[^,]*(,\s*[+-]?\d.*)?$/.test(text))
        ? undefined
        : {
            start: 0,
            end: text.length,
            message: {
              en: `\`${text}\` is not a counter: it must be a number.`,
              ja: `\`${text}\` はカウンターではありません。数字で書きます。`,
            },
            refusal: `--set-counters ${which} counter not numeric`,
          },
  };
}
